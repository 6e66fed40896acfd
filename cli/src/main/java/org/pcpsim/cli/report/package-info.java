/** Reports: a result as a tree of fields, and one class for each way to write it. */
package org.pcpsim.cli.report;
