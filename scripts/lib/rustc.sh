#!/bin/sh
# The compiler as it is. Cargo keeps what a wrapper has built apart from what others have, by the wrapper's path: with this one, clones that share a target folder share the
# builds of dependencies, and never take each other's crates for their own.
exec "$@"
