package org.pcpsim.cli.report.html;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.pcpsim.cli.blockmap.MapFile;
import org.pcpsim.cli.blockmap.MapReader;
import org.pcpsim.cli.report.Quantity;
import org.pcpsim.cli.report.Tree;

/** The map that a result names: the file of that name beside the result's, if it is the one that the run wrote. */
public final class MapContent {
    /** Bytes of maps that a page of at most 3 MB has room for, as they are stored. */
    private static final int ROOM = 1_900_000;

    /** Bytes of 4 Mi cells that nothing could be saved of, and more. */
    private static final long LARGEST = 64 << 20;

    private static final String NOT_DRAWN = "The map of this run is not drawn: ";

    private int left = ROOM;

    /** Maps of one page share its room. */
    public MapContent() {}

    /**
     * A result with its map, or with the reason why that is not to be had.
     *
     * @param file that the result is from
     * @throws org.pcpsim.trace.TraceException if the file is the one that the run wrote, and yet no map
     * @throws IOException if it is there but cannot be read
     */
    public ReportInputs.Result of(String file, Tree result) throws IOException {
        Optional<Object> name = result.at("map.file");
        if (name.isEmpty()) {
            return new ReportInputs.Result(file, result, new Tree(), "");
        }
        Optional<Path> path = beside(file, Tree.text(name.get()));
        if (path.isEmpty() || !Files.isRegularFile(path.get())) {
            return missing(file, result, "there is no " + Tree.text(name.get()) + " beside " + file + ".");
        }
        long size = Files.size(path.get());
        if (size > LARGEST) {
            return missing(file, result, path.get() + " has " + Quantity.bytes(size) + ", more than any map.");
        }
        byte[] content = Files.readAllBytes(path.get());
        if (!digest(content).equals(result.at("map.sha256").map(Tree::text).orElse(""))) {
            return missing(file, result, path.get() + " is not the file that the run wrote: its SHA-256 differs.");
        }
        MapFile read = MapReader.read(path.get().toString(), new ByteArrayInputStream(content));
        if (content.length > left) {
            content = MapRoom.fitting(read, left);
        }
        left -= content.length;
        if (left < 0) {
            return missing(file, result, "a page of 3 MB has no room for it.");
        }
        Tree map = new Tree().put("base64", Base64.getEncoder().encodeToString(content));
        return new ReportInputs.Result(file, result, map, "");
    }

    private static ReportInputs.Result missing(String file, Tree result, String why) {
        return new ReportInputs.Result(file, result, new Tree(), NOT_DRAWN + why);
    }

    /** Only the name counts: a result cannot make the page hold a file of another folder. */
    private static Optional<Path> beside(String file, String name) {
        try {
            Path last = Path.of(name).getFileName();
            if (last == null) {
                return Optional.empty();
            }
            return Optional.of(file.equals("-") ? last : Path.of(file).resolveSibling(last));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
