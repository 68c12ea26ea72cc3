#!/usr/bin/env node
import "../dist/bin/salt-cp.js";
