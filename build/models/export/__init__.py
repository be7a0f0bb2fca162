"""Turns a diffusers pipeline folder into an ONNX model bundle of ParaStep Studio."""
