// @sipglass/decode: bytes → values. Pure: no I/O, no Node, no dependency; never throws on bytes from outside.
