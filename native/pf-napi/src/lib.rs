//! napi-rs binding: conversion only.
