package org.pcpsim.trace.input;

import java.nio.file.Path;
import java.util.Objects;

/**
 * How an input may be read, as users said or as is sane.
 *
 * @param temporaryFolder where content goes that needs seeking and is compressed or comes from a pipe
 * @param spoolBytes most bytes of content that are put there for one input
 * @param allowDamaged whether what is intact of a damaged trace is read, with a warning, by the formats that can do so
 * @param limits what one input may have at most
 */
public record ReadOptions(Path temporaryFolder, long spoolBytes, boolean allowDamaged, Limits limits) {
    /** The system's folder for temporary files, up to 64 GiB of content, no damage. */
    public static final ReadOptions DEFAULT =
            new ReadOptions(Path.of(System.getProperty("java.io.tmpdir")), 64L << 30, false, Limits.DEFAULT);

    /** Checks the limit. */
    public ReadOptions {
        Objects.requireNonNull(temporaryFolder);
        Objects.requireNonNull(limits);
        if (spoolBytes < 0) {
            throw new IllegalArgumentException("a limit of " + spoolBytes + " bytes");
        }
    }

    /** The same with another folder for temporary files. */
    public ReadOptions withTemporaryFolder(Path folder) {
        return new ReadOptions(folder, spoolBytes, allowDamaged, limits);
    }

    /** The same with another limit to spooled content. */
    public ReadOptions withSpoolBytes(long bytes) {
        return new ReadOptions(temporaryFolder, bytes, allowDamaged, limits);
    }

    /** The same, damage allowed or not. */
    public ReadOptions withAllowDamaged(boolean allowed) {
        return new ReadOptions(temporaryFolder, spoolBytes, allowed, limits);
    }

    /** The same with other limits. */
    public ReadOptions withLimits(Limits others) {
        return new ReadOptions(temporaryFolder, spoolBytes, allowDamaged, others);
    }
}
