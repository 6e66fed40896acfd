package org.pcpsim.cli.report.html;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** What every page has alike: scripts, styles and the licence of the chart library; all are resources of the program. */
final class PageParts {
    /** Each has one concept and may use those before it. */
    private static final List<String> SCRIPTS = List.of(
            "words.js",
            "theme.js",
            "view.js",
            "download.js",
            "panel.js",
            "lines.js",
            "series.js",
            "distributions.js",
            "raster.js",
            "grid.js",
            "cpus.js",
            "blocks.js",
            "colouring.js",
            "moment.js",
            "map.js",
            "table.js",
            "curves.js",
            "heat.js",
            "sweep.js",
            "figures.js",
            "page.js");

    private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/";

    private PageParts() {}

    /** Every script in the order in which they run, the chart library first. */
    static List<String> scripts() throws IOException {
        List<String> scripts = new ArrayList<>();
        scripts.add(read(UPLOT + "dist/uPlot.iife.min.js"));
        for (String name : SCRIPTS) {
            scripts.add(read(name));
        }
        return scripts;
    }

    /** All style rules. */
    static String style() throws IOException {
        return read(UPLOT + "dist/uPlot.min.css") + read("charts.css") + read("page.css");
    }

    /** What the chart library asks to be said with every copy of it. */
    static String chartLicence() throws IOException {
        return "uPlot 1.6.30\n\n" + read(UPLOT + "LICENSE");
    }

    /** The source expression by which a security policy allows exactly this script or style. */
    static String digest(String content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String read(String name) throws IOException {
        try (InputStream in = PageParts.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new NoSuchFileException(name);
            }
            return new String(in.readAllBytes(), UTF_8).replace("\r\n", "\n");
        }
    }
}
