package org.pcpsim.cli;

import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** Lets {@code --check} stand alone: a value belongs to it only after {@code =}, never the next argument. */
final class CheckInterval implements IParameterPreprocessor {
    private static final String USUAL = "100000";

    @Override
    public boolean preprocess(Stack<String> rest, CommandSpec command, ArgSpec option, Map<String, Object> info) {
        if (!"=".equals(info.get("separator"))) {
            rest.push(USUAL);
        }
        return false;
    }
}
