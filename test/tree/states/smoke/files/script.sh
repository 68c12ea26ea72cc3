#!/bin/sh
echo "from a script: $1"
