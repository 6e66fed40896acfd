package org.pcpsim.cli.report.html;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.pcpsim.cli.report.Answer;
import org.pcpsim.cli.report.Quantity;
import org.pcpsim.cli.report.Tree;

/**
 * The whole page. Its security policy allows its own scripts and styles, by their digests, and nothing else: no request,
 * no other script, no frame, no form.
 */
public final class Page {
    private final ReportInputs inputs;
    private final Html html = new Html();

    private Page(ReportInputs inputs) {
        this.inputs = inputs;
    }

    /**
     * The page as text, to be stored as UTF-8.
     *
     * @param inputs at least one of anything
     * @param version of this program
     * @throws IOException if a part of this program cannot be read
     */
    public static String of(ReportInputs inputs, String version) throws IOException {
        return new Page(inputs).write(version);
    }

    private String write(String version) throws IOException {
        List<String> scripts = PageParts.scripts();
        String style = PageParts.style();
        html.markup("<!DOCTYPE html>\n").open("html", "lang", "en").open("head");
        html.open("meta", "charset", "utf-8");
        html.open("meta", "http-equiv", "Content-Security-Policy", "content", policy(scripts, style));
        html.open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.open("meta", "name", "color-scheme", "content", "light dark");
        html.open("meta", "name", "referrer", "content", "no-referrer");
        html.element("title", title() + " – pcpsim");
        html.open("style").markup(style).close("style").close("head").open("body");
        masthead();
        html.open("main", "id", "main");
        overview();
        for (int i = 0; i < inputs.results().size(); i++) {
            ResultSection.write(html, inputs.results().get(i), i, inputs.modelNames());
        }
        SweepSection.write(html, inputs.sweeps());
        ValidationSection.write(html, inputs.validations());
        html.close("main");
        footer(version);
        html.markup(DataBlock.of("data", inputs.data()));
        scripts.forEach(script -> html.open("script").markup(script).close("script"));
        return html.close("body").close("html").toString();
    }

    private static String policy(List<String> scripts, String style) {
        String allowed = scripts.stream().map(PageParts::digest).collect(Collectors.joining(" "));
        return "default-src 'none'; script-src " + allowed + "; style-src " + PageParts.digest(style)
                + "; base-uri 'none'; form-action 'none'";
    }

    private String title() {
        if (inputs.results().size() == 1) {
            return ResultSection.name(inputs.results().get(0).tree());
        }
        List<String> parts = new ArrayList<>();
        count(parts, inputs.results().size(), "result");
        count(parts, inputs.sweeps().size(), "sweep");
        count(parts, inputs.validations().size(), "validation");
        return String.join(", ", parts);
    }

    private static void count(List<String> parts, int number, String noun) {
        if (number > 0) {
            parts.add(Quantity.counted(number, noun));
        }
    }

    private void masthead() {
        html.element("a", "To the content", "class", "skip", "href", "#main");
        html.open("header", "class", "masthead").open("nav", "aria-label", "Sections");
        html.element("span", "pcpsim", "class", "brand");
        html.close("nav");
        html.open("div", "class", "switch", "role", "group", "aria-label", "Colours");
        for (String theme : List.of("auto", "light", "dark")) {
            html.element("button", theme, "type", "button", "data-theme", theme);
        }
        html.close("div").close("header");
        html.open("noscript")
                .element("p", "The figures below are complete; the pictures need JavaScript.")
                .close("noscript");
    }

    /** Of several results, each answer with a way to it. */
    private void overview() {
        if (inputs.results().size() < 2) {
            return;
        }
        html.open("section", "class", "overview").element("h2", title());
        html.open("ol");
        for (int i = 0; i < inputs.results().size(); i++) {
            Tree result = inputs.results().get(i).tree();
            html.open("li").element("a", ResultSection.name(result), "href", "#r" + (i + 1));
            html.element("small", inputs.results().get(i).file());
            html.element("p", String.join(" ", Answer.sentences(result.trees("models"))));
            html.close("li");
        }
        html.close("ol").close("section");
    }

    private void footer(String version) throws IOException {
        html.open("footer");
        html.element("p", "Written by pcpsim " + version + ". This file is complete: it asks for nothing else.");
        html.open("details").element("summary", "Licence of the chart library");
        html.element("pre", PageParts.chartLicence()).close("details").close("footer");
    }
}
