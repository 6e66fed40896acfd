/** What a replay found, field by field as the result JSON has it ({@code pcpsim.result/1}). */
package org.pcpsim.result;
