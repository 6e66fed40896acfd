package org.pcpsim.trace.pcpt;

/** Texts as UTF-8; half a surrogate pair, which UTF-8 has no bytes for, becomes the three bytes of its number. */
final class TextBytes {
    private TextBytes() {}

    /** Appends the length in bytes and the bytes. */
    static void write(ByteOutput out, String text) {
        ByteOutput bytes = new ByteOutput();
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            write(bytes, point);
        }
        out.varint(bytes.length);
        out.put(bytes.bytes, 0, bytes.length);
    }

    private static void write(ByteOutput out, int point) {
        if (point < 0x80) {
            out.put(point);
            return;
        }
        if (point < 0x800) {
            out.put(0xc0 | point >> 6);
        } else {
            if (point < 0x10000) {
                out.put(0xe0 | point >> 12);
            } else {
                out.put(0xf0 | point >> 18);
                out.put(0x80 | point >> 12 & 0x3f);
            }
            out.put(0x80 | point >> 6 & 0x3f);
        }
        out.put(0x80 | point & 0x3f);
    }

    static String read(ByteInput in) throws BlockDamage {
        int length = in.number(0, in.remaining());
        int end = in.take(length) + length;
        in.position = end - length;
        StringBuilder text = new StringBuilder(length);
        while (in.position < end) {
            text.appendCodePoint(point(in, end));
        }
        return text.toString();
    }

    private static int point(ByteInput in, int end) throws BlockDamage {
        int first = in.next();
        if (first < 0x80) {
            return first;
        }
        int more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
        int point = first & 0x3f >> more;
        for (int i = 0; i < more; i++) {
            int part = in.position < end ? in.next() : 0;
            if ((part & 0xc0) != 0x80) {
                throw bad(first);
            }
            point = point << 6 | part & 0x3f;
        }
        if (first < 0xc0 || first >= 0xf8 || point > Character.MAX_CODE_POINT) {
            throw bad(first);
        }
        return point;
    }

    private static BlockDamage bad(int first) {
        return new BlockDamage("a text with byte 0x" + Integer.toHexString(first), "UTF-8");
    }
}
