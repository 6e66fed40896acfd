package org.pcpsim.cli.report.html;

import org.pcpsim.cli.report.Json;
import org.pcpsim.cli.report.Tree;

/** JSON inside a page: the same values, written so that no text in it can end the element around it. */
final class DataBlock {
    private DataBlock() {}

    /** The element with that id. */
    static String of(String id, Tree data) {
        return "<script type=\"application/json\" id=\"" + id + "\">" + safe(Json.line(data)) + "</script>\n";
    }

    /** Outside of texts JSON has none of these characters. */
    private static String safe(String json) {
        return json.replace("&", "\\u0026")
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }
}
