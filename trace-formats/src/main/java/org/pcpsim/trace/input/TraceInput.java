package org.pcpsim.trace.input;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.pcpsim.trace.TraceException;

/**
 * One opened input: its content decompressed as a stream, and the digest of its bytes as stored.
 *
 * <p>Compression is told by content. Memory is bounded whatever the content decompresses to. Damage in the compressed
 * data is a {@link TraceException} that names the byte offset in the compressed file up to which it was read. Not
 * thread-safe.
 */
public final class TraceInput implements Closeable {
    /** Bytes of content that {@link #head} shows, unless there are fewer. */
    public static final int HEAD = 64 * 1024;

    private static final long LOOK_BEHIND = 1L << 30;

    private final String name;
    private final Optional<Path> file;
    private final ReadOptions options;
    private final RawInput raw;
    private final Damage damage;
    private final Compression compression;
    private final InputStream content;
    private final byte[] head = new byte[HEAD];
    private final int headLength;
    private int headTaken;
    private long position;
    private boolean ended;
    private String digest = "";

    private Optional<SeekableContent> seekable = Optional.empty();

    private TraceInput(String name, Optional<Path> file, RawInput raw, ReadOptions options) throws IOException {
        this.name = name;
        this.file = file;
        this.options = options;
        this.raw = raw;
        damage = new Damage(options);
        compression = raw.compression();
        InputStream decoded = switch (compression) {
            case NONE -> raw;
            case GZ -> new GzipDecoder(name, raw);
            case ZST, XZ -> new Decoder(name, raw, compression);
        };
        content = new BoundedContent(name, decoded, raw, options.limits(), damage);
        try {
            headLength = content.readNBytes(head, 0, HEAD);
            if (headLength == 0) {
                throw TraceException.of(name, "empty");
            }
        } catch (IOException | RuntimeException e) {
            // What decodes holds memory outside the heap.
            content.close();
            throw e;
        }
    }

    /**
     * Opens a file, or standard input for {@code -}.
     *
     * @param path as the user gave it
     * @param stdin read, and closed with the input, only for {@code -}
     * @throws TraceException if it is empty or its compressed data is damaged at the beginning
     * @throws IOException if it cannot be opened or read
     */
    public static TraceInput open(String path, InputStream stdin, ReadOptions options) throws IOException {
        return path.equals("-") ? of("<stdin>", stdin, options) : open(Path.of(path), options);
    }

    /** Opens a file; its name is the path as given. Throws like {@link #open(String, InputStream, ReadOptions)}. */
    public static TraceInput open(Path path, ReadOptions options) throws IOException {
        if (Files.isDirectory(path)) {
            throw new FileSystemException(path.toString(), null, "is a folder, expected a file");
        }
        return of(path.toString(), Optional.of(path), Files.newInputStream(path), options);
    }

    /** Opens a file with the default options. */
    public static TraceInput open(Path path) throws IOException {
        return open(path, ReadOptions.DEFAULT);
    }

    /** An input of these bytes, which are closed with it, or at once if this throws. */
    public static TraceInput of(String name, InputStream bytes, ReadOptions options) throws IOException {
        return of(name, Optional.empty(), bytes, options);
    }

    /** An input of these bytes with the default options. */
    public static TraceInput of(String name, InputStream bytes) throws IOException {
        return of(name, bytes, ReadOptions.DEFAULT);
    }

    private static TraceInput of(String name, Optional<Path> file, InputStream bytes, ReadOptions options)
            throws IOException {
        InputStream opened = bytes;
        try {
            RawInput raw = new RawInput(bytes, file.filter(Files::isRegularFile).isPresent());
            opened = raw;
            return new TraceInput(name, file, raw, options);
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** What messages call it: the path as given, or {@code <stdin>}. */
    public String name() {
        return name;
    }

    /** How it may be read. */
    public ReadOptions options() {
        return options;
    }

    /** Damage of compressed data behind which nothing could be read, where that is allowed; complete at the end. */
    public List<String> warnings() {
        return damage.warnings();
    }

    /** How it is compressed. */
    public Compression compression() {
        return compression;
    }

    /** The beginning of the content, {@link #headLength} bytes of which are valid; not to be changed. */
    public byte[] head() {
        return head;
    }

    /** Valid bytes of {@link #head}; less than {@link #HEAD} only if that is the whole content. */
    public int headLength() {
        return headLength;
    }

    /** How many bytes of content have been read, the offset of the next one. */
    public long position() {
        return position;
    }

    /**
     * Reads the next bytes of content, from its very beginning on.
     *
     * @return how many, at least 1 unless {@code length} is 0; −1 at the end
     * @throws TraceException if the compressed data is damaged
     * @throws IOException if it cannot be read
     */
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int count;
        if (headTaken < headLength) {
            count = Math.min(length, headLength - headTaken);
            System.arraycopy(head, headTaken, buffer, offset, count);
            headTaken += count;
        } else {
            count = ended ? -1 : content.read(buffer, offset, length);
        }
        if (count < 0) {
            finish();
            return -1;
        }
        position += count;
        return count;
    }

    /**
     * What is wrong with the input if reading its content failed: damage of the compressed data where a checksum tells
     * it, otherwise the failure itself. Reads on for that, at most {@value #LOOK_BEHIND} bytes of content.
     */
    public TraceException rootOf(TraceException failure) throws IOException {
        if (compression == Compression.NONE || options.allowDamaged()) {
            return failure;
        }
        try {
            byte[] block = new byte[HEAD];
            long most = position + LOOK_BEHIND;
            while (position < most && read(block, 0, HEAD) >= 0) {
                continue;
            }
            return failure;
        } catch (TraceException damage) {
            return damage;
        }
    }

    /** The content as a stream over {@link #read(byte[], int, int)}; closing it closes the input. */
    public InputStream stream() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return TraceInput.this.read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return TraceInput.this.read(buffer, offset, length);
            }

            @Override
            public void close() throws IOException {
                TraceInput.this.close();
            }
        };
    }

    /**
     * The content for a format that needs seeking; closed with the input.
     *
     * <p>A regular file that is not compressed is used as it is, and {@link #read} still gives its content from the
     * beginning. Anything else is copied into a temporary file first, so its end has been reached when this returns.
     *
     * @throws IllegalStateException if content has been read already
     * @throws TraceException if compressed data is damaged, or the content is larger than
     *     {@link ReadOptions#spoolBytes}
     * @throws IOException if it cannot be read, or there is no room for the copy
     */
    public SeekableContent seekable() throws IOException {
        if (seekable.isEmpty()) {
            if (position > 0) {
                throw new IllegalStateException(name + " has been read up to byte " + position);
            }
            boolean asStored = compression == Compression.NONE
                    && file.filter(Files::isRegularFile).isPresent();
            FileChannel channel = asStored
                    ? FileChannel.open(file.get(), StandardOpenOption.READ)
                    : Spool.of(name, this::read, options);
            seekable = Optional.of(new SeekableContent(name, channel));
        }
        return seekable.get();
    }

    /**
     * SHA-256 of the bytes as stored (compressed), in 64 lower-case hex digits.
     *
     * @throws IllegalStateException if the end has not been reached by {@link #read}
     */
    public String sha256() {
        if (!ended) {
            throw new IllegalStateException(name + " has not been read to its end");
        }
        return digest;
    }

    @Override
    public void close() throws IOException {
        try (content) {
            if (seekable.isPresent()) {
                seekable.get().close();
            }
        }
    }

    private void finish() throws IOException {
        if (!ended) {
            ended = true;
            digest = raw.sha256();
        }
    }
}
