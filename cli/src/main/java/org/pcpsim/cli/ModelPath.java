package org.pcpsim.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import picocli.CommandLine.Option;

/** The option that adds models of other people; nothing but the command line can say this. */
final class ModelPath {
    @Option(
            names = "--model-path",
            paramLabel = "JAR",
            description = "Also the models of this jar, whose code runs with your rights (docs/your-own-model.md); "
                    + "repeatable.")
    private List<String> jars = new ArrayList<>();

    /** All models; ends the command if a jar's cannot be had. */
    ModelCatalog catalog() {
        return ModelCatalog.with(jars);
    }

    /**
     * Digest of the jars' content, empty if there is none: what was computed with other jars is not to be gone on with.
     *
     * @throws IOException if one cannot be read
     */
    String digest() throws IOException {
        if (jars.isEmpty()) {
            return "";
        }
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (String jar : jars) {
                sha.update(Files.readAllBytes(Path.of(jar)));
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
