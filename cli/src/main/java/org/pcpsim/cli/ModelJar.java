package org.pcpsim.cli;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.jar.JarFile;
import org.pcpsim.model.ModelDeclaration;
import org.pcpsim.model.ModelFactory;

/**
 * A jar with models, whose classes run with the rights of whoever named it.
 *
 * <p>Each jar has a class loader of its own, so that two jars with classes of the same name do not mix; jars that its manifest
 * names are found too. The loader stays open as long as pcpsim runs: classes may be loaded at any time.
 */
final class ModelJar {
    /** Name of every loader of a jar, by which its classes are known in a stack trace. */
    static final String LOADER = "models";

    private static final String SERVICE = "META-INF/services/" + ModelFactory.class.getName();
    private static final String TUTORIAL = "docs/your-own-model.md builds one step by step";

    private final Path path;

    /** The jar at a path. */
    ModelJar(Path path) {
        this.path = path;
    }

    /** Its models; ends the command in one line if there are none or they cannot be had. */
    List<ModelDeclaration> models() {
        if (!Files.exists(path)) {
            throw CommandException.access("--model-path: " + path + ": no such file");
        }
        requireServices();
        List<ModelDeclaration> models = new ArrayList<>();
        ClassLoader loader = new URLClassLoader(LOADER, new URL[] {url()}, ModelFactory.class.getClassLoader());
        Iterator<ServiceLoader.Provider<ModelFactory>> providers =
                ServiceLoader.load(ModelFactory.class, loader).stream().iterator();
        try {
            while (providers.hasNext()) {
                ServiceLoader.Provider<ModelFactory> provider = providers.next();
                // The loader's parent knows pcpsim's own.
                if (provider.type().getClassLoader() == loader) {
                    models.add(declaration(provider));
                }
            }
        } catch (ServiceConfigurationError | LinkageError e) {
            throw broken(e);
        }
        if (models.isEmpty()) {
            throw CommandException.input(path + ": " + SERVICE + " names no model", TUTORIAL);
        }
        return models;
    }

    private ModelDeclaration declaration(ServiceLoader.Provider<ModelFactory> provider) {
        try {
            return ModelDeclaration.of(provider.get());
        } catch (RuntimeException e) {
            String said = e instanceof IllegalArgumentException ? e.getMessage() : e.toString();
            throw CommandException.input(path + ": " + provider.type().getName() + ": " + said, TUTORIAL);
        }
    }

    private void requireServices() {
        try (JarFile jar = new JarFile(path.toFile())) {
            if (jar.getEntry(SERVICE) == null) {
                throw CommandException.input(
                        path + ": found no " + SERVICE + ", which names the models of a jar", TUTORIAL);
            }
        } catch (IOException e) {
            if (!Files.isReadable(path) || Files.isDirectory(path)) {
                String why = Files.isDirectory(path) ? "found a folder, expected a jar" : "cannot be read";
                throw CommandException.access("--model-path: " + path + ": " + why);
            }
            throw CommandException.input(path + ": is no jar: " + e.getMessage(), TUTORIAL);
        }
    }

    private URL url() {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(path.toString(), e);
        }
    }

    /** What the service loader or the Java machine has against a class. */
    private CommandException broken(Error e) {
        Throwable cause = e;
        while (cause.getCause() != null && !(cause instanceof LinkageError)) {
            cause = cause.getCause();
        }
        if (cause instanceof UnsupportedClassVersionError) {
            return CommandException.input(
                    path + ": was compiled for a later Java: " + oneLine(cause),
                    "compile it with --release 17, or run pcpsim on that Java");
        }
        if (cause instanceof LinkageError) {
            return CommandException.input(
                    path + ": was built against another version of pcpsim: "
                            + cause.getClass().getSimpleName() + ": " + oneLine(cause),
                    "compile it again with the jars in lib/ of this one");
        }
        String why = cause == e ? "" : ": " + oneLine(cause);
        return CommandException.input(
                path + ": " + SERVICE + ": " + oneLine(e).replace(ModelFactory.class.getName() + ": ", "") + why,
                TUTORIAL);
    }

    private static String oneLine(Throwable e) {
        return String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
    }
}
