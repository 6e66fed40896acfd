/** Allocator designs: the interface, what all designs with per-CPU page sets share, and their parameters. */
package org.pcpsim.model;
