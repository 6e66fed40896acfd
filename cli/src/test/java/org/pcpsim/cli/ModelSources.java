package org.pcpsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles sources of models and packs them into jars, as their authors would. */
final class ModelSources {
    static final String SERVICE = "META-INF/services/org.pcpsim.model.ModelFactory";
    static final Path TUTORIAL = Path.of("..", "docs", "your-own-model", "src");

    private final Path folder;
    private final List<Path> sources = new ArrayList<>();
    private String services = "";

    /** Nothing yet, to be built in a folder. */
    ModelSources(Path folder) {
        this.folder = folder;
    }

    /** The tutorial's model. */
    static ModelSources ofTutorial(Path folder) throws IOException {
        ModelSources sources = new ModelSources(folder);
        for (String name : List.of("NoPcp", "NoPcpFactory")) {
            sources.source("example." + name, Files.readString(TUTORIAL.resolve("example/" + name + ".java")));
        }
        return sources.service(Files.readString(TUTORIAL.resolve(SERVICE)));
    }

    /** Adds the source of a class. */
    ModelSources source(String name, String text) throws IOException {
        Path file = folder.resolve("src").resolve(name.replace('.', '/') + ".java");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        sources.add(file);
        return this;
    }

    /** Changes the source of a class. */
    ModelSources change(String name, String from, String to) throws IOException {
        Path file = folder.resolve("src").resolve(name.replace('.', '/') + ".java");
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
        return this;
    }

    /** What the file of services says. */
    ModelSources service(String lines) {
        services = lines;
        return this;
    }

    /** Compiles everything; warnings are errors. */
    Path classes() throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        // Jars on the class path may name others that are not there.
        List<String> options = List.of(
                "--release",
                "17",
                "-Xlint:all,-path",
                "-Werror",
                "-proc:none",
                "-d",
                classes.toString(),
                "-cp",
                System.getProperty("java.class.path"));
        StringWriter said = new StringWriter();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        boolean compiled;
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            compiled = compiler.getTask(said, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
        }
        assertThat(compiled).as(said.toString()).isTrue();
        return classes;
    }

    /** Packs the compiled classes of a package and the file of services, if it says anything. */
    String jar(String name) throws IOException {
        Path classes = classes();
        Path jar = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream packed = new JarOutputStream(out);
                Stream<Path> files = Files.walk(classes.resolve("example"))) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                add(packed, classes.relativize(file).toString(), Files.readAllBytes(file));
            }
            if (!services.isEmpty()) {
                add(packed, SERVICE, services.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        return jar.toString();
    }

    private static void add(JarOutputStream jar, String name, byte[] content) throws IOException {
        jar.putNextEntry(new JarEntry(name));
        jar.write(content);
        jar.closeEntry();
    }
}
