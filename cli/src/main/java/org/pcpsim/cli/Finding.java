package org.pcpsim.cli;

/**
 * What was found of one thing that pcpsim needs.
 *
 * @param name what it is
 * @param works whether it can be used
 * @param found what is there
 * @param next what to do about it, empty where there is nothing to do
 */
record Finding(String name, boolean works, String found, String next) {

    static Finding works(String name, String found) {
        return new Finding(name, true, found, "");
    }

    static Finding fails(String name, String found, String next) {
        return new Finding(name, false, found, next);
    }
}
