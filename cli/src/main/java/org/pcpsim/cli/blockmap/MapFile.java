package org.pcpsim.cli.blockmap;

import java.util.List;
import org.pcpsim.result.BlockMap;

/**
 * A map that was written, {@code pcpsim.map/1}.
 *
 * @param version of the program that wrote it
 * @param trace hash of the trace
 * @param models those of the run that did not fail, in its order
 */
public record MapFile(String version, String trace, List<ModelMap> models) {
    /** Name of the form. */
    public static final String SCHEMA = "pcpsim.map/1";

    static final byte[] MAGIC = {'P', 'C', 'P', 'S', 'M', 'A', 'P', 1};
    static final int LONGEST_HEAD = 1 << 20;

    /** Copies the list. */
    public MapFile {
        models = List.copyOf(models);
    }

    /**
     * The map of a model.
     *
     * @param name of the model
     * @param map its blocks
     */
    public record ModelMap(String name, BlockMap map) {}
}
