/** The registry of formats; it knows every format, and no format knows it. */
package org.pcpsim.trace.format;
