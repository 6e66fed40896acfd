package org.pcpsim.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * A headless Chromium with one page, driven over its DevTools protocol. The browser is {@code PCPSIM_BROWSER}, which then
 * must be there, else the first of the usual names on the path.
 */
final class Chromium implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SECONDS = 60;
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");

    private final Process process;
    private final Path folder;
    private final WebSocket socket;
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private volatile CompletableFuture<Void> loaded = new CompletableFuture<>();
    private int calls;
    private String session = "";

    /** The browser of this machine, if it has one. */
    static Optional<String> installed() {
        String named = System.getenv("PCPSIM_BROWSER");
        if (named != null && !named.isEmpty()) {
            return Optional.of(named);
        }
        for (String folder : System.getenv("PATH").split(":")) {
            for (String name : NAMES) {
                if (Files.isExecutable(Path.of(folder, name))) {
                    return Optional.of(name);
                }
            }
        }
        return Optional.empty();
    }

    /** Starts a browser with an empty profile below a folder. */
    Chromium(String program, Path folder) throws IOException {
        this.folder = Files.createDirectories(folder.resolve("profile"));
        process = new ProcessBuilder(
                        program,
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--hide-scrollbars",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + this.folder,
                        "about:blank")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(address()), new Listener())
                .join();
        JsonNode target = call("Target.createTarget", Map.of("url", "about:blank"));
        JsonNode attached = call(
                "Target.attachToTarget",
                Map.of("targetId", target.get("targetId").asText(), "flatten", true));
        session = attached.get("sessionId").asText();
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            call(domain + ".enable", Map.of());
        }
    }

    /** It says on standard error where it listens; what it says after that is read and dropped. */
    private String address() throws IOException {
        BufferedReader lines = process.errorReader(StandardCharsets.UTF_8);
        StringBuilder said = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            int at = line.indexOf("ws://");
            if (at >= 0) {
                Thread drain = new Thread(() -> lines.lines().forEach(more -> {}));
                drain.setDaemon(true);
                drain.start();
                return line.substring(at).trim();
            }
            said.append(line).append('\n');
        }
        throw new IOException("the browser did not start: " + said);
    }

    /** Calls a method of the protocol and gives its result. */
    JsonNode call(String method, Map<String, ?> parameters) {
        int id = ++calls;
        ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
        message.set("params", JSON.valueToTree(parameters));
        if (!session.isEmpty()) {
            message.put("sessionId", session);
        }
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        socket.sendText(message.toString(), true).join();
        JsonNode got = answer.orTimeout(SECONDS, TimeUnit.SECONDS).join();
        if (got.has("error")) {
            throw new IllegalStateException(method + ": " + got.get("error"));
        }
        return got.get("result");
    }

    /** A window of this size in CSS pixels, of a system that prefers this theme. */
    void window(int width, int height, String theme) {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        call(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", theme))));
    }

    /** Opens a file and waits until all that it draws of itself is drawn. */
    void open(Path file) {
        events.clear();
        loaded = new CompletableFuture<>();
        call("Page.navigate", Map.of("url", file.toUri().toString()));
        loaded.orTimeout(SECONDS, TimeUnit.SECONDS).join();
        waitFor("document.documentElement.dataset.ready === 'true'");
    }

    /** Waits until an expression is true. */
    void waitFor(String expression) {
        evaluate("new Promise((done, failed) => { const end = performance.now() + " + SECONDS * 1000
                + "; const look = () => (" + expression + ") ? done(true) : performance.now() > end ? failed("
                + "new Error('never: ' + " + JSON.valueToTree(expression) + ")) : setTimeout(look, 20); look(); })");
    }

    /** Value of an expression; of a promise, what it becomes. */
    JsonNode evaluate(String expression) {
        JsonNode result =
                call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        if (result.has("exceptionDetails")) {
            throw new IllegalStateException(expression + ": " + result.get("exceptionDetails"));
        }
        return result.get("result").path("value");
    }

    void key(String key) {
        String text = key.length() == 1 ? key : "";
        call(
                "Input.dispatchKeyEvent",
                Map.of("type", text.isEmpty() ? "rawKeyDown" : "keyDown", "key", key, "text", text));
        call("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key));
        frame();
    }

    /** Moves the pointer: {@code mouseMoved}, {@code mousePressed}, {@code mouseReleased}. */
    void mouse(String type, double x, double y, int buttons) {
        call(
                "Input.dispatchMouseEvent",
                Map.of(
                        "type", type,
                        "x", x,
                        "y", y,
                        "button", buttons == 0 && type.equals("mouseMoved") ? "none" : "left",
                        "buttons", buttons,
                        "clickCount", type.equals("mouseMoved") ? 0 : 1));
    }

    /** Presses at one place, moves, and lets go at another. */
    void drag(double fromX, double fromY, double toX, double toY) {
        mouse("mouseMoved", fromX, fromY, 0);
        mouse("mousePressed", fromX, fromY, 1);
        mouse("mouseMoved", (fromX + toX) / 2, (fromY + toY) / 2, 1);
        mouse("mouseMoved", toX, toY, 1);
        mouse("mouseReleased", toX, toY, 0);
        frame();
    }

    /** Waits until what was asked for has been drawn. */
    void frame() {
        evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))");
    }

    byte[] screenshot() {
        return binary(call("Page.captureScreenshot", Map.of("format", "png")));
    }

    byte[] pdf() {
        return binary(
                call("Page.printToPDF", Map.of("printBackground", true, "paperWidth", 8.27, "paperHeight", 11.7)));
    }

    private static byte[] binary(JsonNode node) {
        try {
            return node.get("data").binaryValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Errors and warnings of the page and its console since it was opened. */
    List<String> complaints() {
        List<String> found = new ArrayList<>();
        for (JsonNode event : events) {
            String method = event.get("method").asText();
            JsonNode of = event.get("params");
            String level =
                    of.path("type").asText() + of.path("entry").path("level").asText();
            if (method.equals("Runtime.exceptionThrown")
                    || method.equals("Runtime.consoleAPICalled") && level.matches("error|warning|assert")
                    || method.equals("Log.entryAdded") && level.matches("error|warning")) {
                found.add(of.toString());
            }
        }
        return found;
    }

    /** Addresses that the page asked for since it was opened. */
    List<String> requests() {
        return events.stream()
                .filter(event -> event.get("method").asText().equals("Network.requestWillBeSent"))
                .map(event -> event.get("params").get("request").get("url").asText())
                .toList();
    }

    @Override
    public void close() throws IOException {
        List<ProcessHandle> others = process.descendants().toList();
        session = "";
        try {
            call("Browser.close", Map.of());
        } catch (IllegalStateException | CompletionException e) {
            process.destroy();
        }
        socket.abort();
        try {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            // They write to the profile until they end.
            others.forEach(ProcessHandle::destroyForcibly);
            for (ProcessHandle other : others) {
                other.onExit().orTimeout(SECONDS, TimeUnit.SECONDS).join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                try {
                    JsonNode message = JSON.readTree(text.toString());
                    text.setLength(0);
                    if (message.has("id")) {
                        answers.remove(message.get("id").asInt()).complete(message);
                    } else {
                        events.add(message);
                        if (message.get("method").asText().equals("Page.loadEventFired")) {
                            loaded.complete(null);
                        }
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            from.request(1);
            return null;
        }
    }
}
