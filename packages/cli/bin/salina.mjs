#!/usr/bin/env node
import "../dist/bin/salina.js";
