#!/usr/bin/env node
import "../dist/bin/salt-key.js";
