-- The price books that were in force, each from a batch on; its texts are separated by U+001E.
SELECT from_seq, version, texts FROM price_book ORDER BY from_seq;
