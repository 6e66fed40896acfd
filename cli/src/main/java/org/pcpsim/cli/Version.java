package org.pcpsim.cli;

import picocli.CommandLine.IVersionProvider;

/** The version printed by {@code --version} and written into results: the jar's, or {@code development} without a jar. */
public final class Version implements IVersionProvider {

    /** Returns the version of this program, never empty. */
    public static String current() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    /** What {@code --version} prints. */
    static String line() {
        return "pcpsim " + current();
    }

    @Override
    public String[] getVersion() {
        return new String[] {line()};
    }
}
