// To be imported before the graphemes addon: in Node it reads its table from the front of the buffer that holds it, and small ones share
// theirs with others. In a browser there is no such thing.
Buffer.poolSize = 0;
