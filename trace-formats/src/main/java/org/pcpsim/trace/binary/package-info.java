/** Numbers and texts in binary files, every length checked before it is used. */
package org.pcpsim.trace.binary;
