#!/usr/bin/env node
import "../dist/bin/salt-run.js";
