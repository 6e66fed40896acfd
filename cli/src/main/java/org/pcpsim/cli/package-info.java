/** The command line: one class per command, one per report format. Holds no algorithm. */
package org.pcpsim.cli;
