package org.pcpsim.cli.blockmap;

import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.json.JsonInput;

/**
 * The head of a map file.
 *
 * @param version of the program that wrote it
 * @param trace hash of the trace
 * @param models in their order
 */
record MapHead(String version, String trace, List<ModelHead> models) {
    private static final String WHAT = "the head of a map";
    private static final int MOST_MODELS = 1000;

    /**
     * Reads a head.
     *
     * @param name that errors call it
     * @throws TraceException naming line and column of what is not as it should be
     */
    static MapHead read(String name, byte[] text) throws IOException {
        Draft draft = new Draft();
        try (JsonInput in = new JsonInput(name, new ByteArrayInputStream(text))) {
            if (in.next() != JsonToken.START_OBJECT) {
                throw in.bad(WHAT + ", an object");
            }
            in.object(WHAT, field -> draft.field(in, field));
            in.end();
        }
        if (draft.schema.isEmpty()) {
            throw TraceException.of(name, "lacks 'schema', \"" + MapFile.SCHEMA + "\"");
        }
        if (draft.models.isEmpty()) {
            throw TraceException.of(name, "lacks 'models', an array");
        }
        for (ModelHead model : draft.models.get(0)) {
            model.check(name);
        }
        return new MapHead(draft.version, draft.trace, List.copyOf(draft.models.get(0)));
    }

    private static final class Draft {
        private String schema = "";
        private String version = "";
        private String trace = "";
        private final List<List<ModelHead>> models = new ArrayList<>();

        /** Fields that are not known are passed over: forms may get more. */
        private boolean field(JsonInput in, String field) throws IOException {
            switch (field) {
                case "schema" -> {
                    schema = in.text(field, JsonInput.SHORT_TEXT);
                    if (!schema.equals(MapFile.SCHEMA)) {
                        throw in.bad("schema \"" + MapFile.SCHEMA + "\"");
                    }
                }
                case "pcpsim" -> version = in.text(field, JsonInput.SHORT_TEXT);
                case "trace" -> in.object(field, inner -> traceField(in, inner));
                case "models" -> models.add(models(in));
                default -> in.skip();
            }
            return true;
        }

        private boolean traceField(JsonInput in, String field) throws IOException {
            if (field.equals("sha256")) {
                trace = in.text(field, JsonInput.SHORT_TEXT);
            } else {
                in.skip();
            }
            return true;
        }
    }

    private static List<ModelHead> models(JsonInput in) throws IOException {
        if (in.token() != JsonToken.START_ARRAY) {
            throw in.bad("'models', an array");
        }
        List<ModelHead> models = new ArrayList<>();
        while (in.next() != JsonToken.END_ARRAY) {
            if (models.size() == MOST_MODELS) {
                throw in.bad("at most " + MOST_MODELS + " models");
            }
            ModelHead model = new ModelHead();
            in.object("a model", field -> model.field(in, field));
            models.add(model);
        }
        return models;
    }
}
