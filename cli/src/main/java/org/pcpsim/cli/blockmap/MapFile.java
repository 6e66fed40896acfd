package org.pcpsim.cli.blockmap;

/** A map that was written. */
public final class MapFile {
    /** Name of the form. */
    public static final String SCHEMA = "pcpsim.map/1";

    static final byte[] MAGIC = {'P', 'C', 'P', 'S', 'M', 'A', 'P', 1};

    private MapFile() {}
}
