/** Random numbers by an algorithm of our own, so that a seed gives the same numbers on any JDK. */
package org.pcpsim.random;
