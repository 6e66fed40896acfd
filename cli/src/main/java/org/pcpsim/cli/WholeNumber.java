package org.pcpsim.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the number of an option; of what is none it says the range. A number out of it is for the option to refuse. */
abstract class WholeNumber implements ITypeConverter<Integer> {
    private final int most;

    /** From 1 to {@code most}. */
    WholeNumber(int most) {
        this.most = most;
    }

    @Override
    public Integer convert(String value) {
        try {
            return Integer.valueOf(value);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("found '" + value + "', expected a whole number from 1 to " + most);
        }
    }
}
