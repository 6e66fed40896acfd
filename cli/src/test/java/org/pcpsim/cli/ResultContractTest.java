package org.pcpsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The result JSON has the fields that people script against: names, types, order. */
class ResultContractTest {

    /** Fields of the whole result, as JSON pointers; {@code #} a whole number, {@code .} a ratio, {@code $} a text. */
    private static final String RESULT = """
            $/schema $/pcpsim $/command/0 #/seed $/order
            $/trace/path $/trace/sha256 $/trace/format #/trace/events #/trace/allocs #/trace/frees #/trace/durationNs
            $/machine/source #/machine/cpus #/machine/nodes #/machine/memoryBytes $/machine/kernel $/machine/topology
            #/machine/zones/0/node $/machine/zones/0/name #/machine/zones/0/startPfn #/machine/zones/0/managed
            #/machine/zones/0/min #/machine/zones/0/low #/machine/zones/0/high #/machine/zones/0/batch
            #/machine/zones/0/highMin #/machine/zones/0/highMax
            #/quality/freesOfUnknownPage #/quality/allocsOfLivePage #/quality/pieces #/quality/orderMismatches
            #/quality/failedAllocs #/quality/lostEvents
            """;

    /** Fields of every model. */
    private static final String MODEL = """
            $/name #/allocs #/frees #/failedAllocs #/failedAllocsByOrder/0 #/failedAllocsByOrder/10 #/skippedFrees
            #/zoneLock/acquisitions #/zoneLock/byPath/refill #/zoneLock/byPath/drain #/zoneLock/byPath/decay
            #/zoneLock/byPath/remoteExpire #/zoneLock/byPath/directAlloc #/zoneLock/byPath/directFree
            #/zoneLock/byPath/trylockAlloc #/zoneLock/byPath/trylockFree #/zoneLock/byPath/drainAll
            #/zoneLock/byPath/other
            #/zoneLock/byZone/0/node $/zoneLock/byZone/0/zone #/zoneLock/byZone/0/acquisitions
            #/zoneLock/byZone/0/pages #/zoneLock/byZone/0/holdNs
            #/zoneLock/pages #/zoneLock/chunks ./zoneLock/pagesPerAcquisition
            #/zoneLock/work/listOps #/zoneLock/work/splits #/zoneLock/work/merges #/zoneLock/work/pageTouches
            #/zoneLock/work/pagesScanned
            #/zoneLock/holdNs #/zoneLock/holdMaxNs #/zoneLock/holdP99Ns
            #/pcpLock/acquisitions #/pcpLock/remote #/pcpLock/work/listOps #/pcpLock/holdMaxNs
            #/pcp/hits #/pcp/refills #/pcp/refillPages #/pcp/drains #/pcp/drainPages #/pcp/decayPages
            #/blocks/end/free #/blocks/end/mixed #/blocks/end/shared #/blocks/end/total #/blocks/atPeak/free
            ./blocks/mean/free #/blocks/worst/free
            #/fragmentation/end/freePages ./fragmentation/end/unusableFreeIndex9
            ./fragmentation/end/fragmentationIndex9 #/fragmentation/end/freeByOrder/0
            #/fragmentation/end/freeByOrder/10 #/fragmentation/atPeak/freePages
            ./fragmentation/mean/unusableFreeIndex9 ./fragmentation/worst/unusableFreeIndex9
            #/fragmentation/extfragEvents
            ./sysProxy/nsPerAlloc ./sysProxy/nsPerFree ./sysProxy/sysPercent ./sysProxy/sysDeltaPercent
            ./sysProxy/low/sysPercent ./sysProxy/high/sysDeltaPercent
            $/sysProxy/assumptions/costTable $/sysProxy/assumptions/sysSource
            """;

    /** Fields of pcp-buddy only. */
    private static final String PCP_BUDDY = """
            #/pcp/splits #/pcp/merges #/pcp/routedFrees
            #/refillPhases/recover/refills #/refillPhases/recover/chunks #/refillPhases/recover/pages
            #/refillPhases/claim/pages #/refillPhases/subBlock/pages #/refillPhases/fallback/pages
            #/partialBlocks/remembered #/partialBlocks/recovered #/partialBlocks/pagesRemembered
            #/partialBlocks/pagesRecovered #/partialBlocks/pagesLost ./partialBlocks/recoveryRate
            ./partialBlocks/listLengthMean
            #/blocks/end/owned #/blocks/end/partial
            """;

    private static final Pattern BLANKS = Pattern.compile("\\s+");

    @Test
    void everyFieldIsThereAndOfItsType() throws IOException {
        JsonNode result = json(Samples.SOCKETS);
        assertFields(result, RESULT);
        assertThat(result.at("/models")).hasSize(2);
        assertFields(result.at("/models/0"), MODEL);
        assertFields(result.at("/models/1"), MODEL);
        assertFields(result.at("/models/1"), PCP_BUDDY);
    }

    @Test
    void fieldsThatAModelDoesNotHaveAreAbsent() throws IOException {
        JsonNode baseline = json(Samples.SOCKETS).at("/models/0");
        for (String field : BLANKS.split(PCP_BUDDY.trim())) {
            assertThat(baseline.at(field.substring(1)).isMissingNode())
                    .as(field)
                    .isTrue();
        }
        for (String timed : List.of("/zoneLock/waitNs", "/zoneLock/contended", "/pcpLock/waitNs")) {
            assertThat(baseline.at(timed).isMissingNode()).as(timed).isTrue();
        }
    }

    @Test
    void fieldsStandInTheOrderOfTheContract() throws IOException {
        JsonNode result = json(Samples.SOCKETS);
        assertThat(names(result))
                .containsSubsequence(
                        "schema", "pcpsim", "command", "seed", "order", "trace", "machine", "quality", "models");
        assertThat(names(result.at("/models/1")))
                .containsSubsequence(
                        "name",
                        "params",
                        "allocs",
                        "frees",
                        "failedAllocs",
                        "failedAllocsByOrder",
                        "skippedFrees",
                        "zoneLock",
                        "pcpLock",
                        "pcp",
                        "refillPhases",
                        "partialBlocks",
                        "blocks",
                        "fragmentation",
                        "sysProxy");
    }

    @Test
    void totalsAreTheSumsOfTheirParts() throws IOException {
        JsonNode result = json(Samples.SOCKETS);
        for (JsonNode model : result.at("/models")) {
            long sum = 0;
            for (JsonNode path : model.at("/zoneLock/byPath")) {
                sum += path.asLong();
            }
            assertThat(sum).isEqualTo(model.at("/zoneLock/acquisitions").asLong());
            assertThat(model.at("/allocs").asLong())
                    .isEqualTo(result.at("/trace/allocs").asLong());
            assertThat(model.at("/frees").asLong())
                    .isEqualTo(result.at("/trace/frees").asLong());
        }
        assertThat(result.at("/schema").asText()).isEqualTo("pcpsim.result/1");
        assertThat(result.at("/machine/source").asText()).isEqualTo("recording");
        assertThat(result.at("/machine/kernel").asText()).isEqualTo("7.0");
    }

    @Test
    void ratiosHaveAPointAndSixDigitsAtMost() throws IOException {
        String out =
                Run.pcpsim("replay", Samples.SOCKETS, "--format", "json").out().replaceAll("\"[^\"]*\"", "");
        assertThat(out).doesNotContainPattern("\\d[eE]").doesNotContain("NaN");
        long ratios = Pattern.compile("\\d+\\.\\d+")
                .matcher(out)
                .results()
                .peek(found -> assertThat(significant(found.group())).hasSizeLessThanOrEqualTo(6))
                .count();
        assertThat(ratios).isGreaterThan(20);
    }

    /** The digits of a number without zeros at either end. */
    private static String significant(String number) {
        return number.replace(".", "").replaceFirst("^0+", "").replaceFirst("0+$", "");
    }

    private static JsonNode json(String trace) throws IOException {
        Run run = Run.pcpsim("replay", trace, "--format", "json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out());
    }

    private static void assertFields(JsonNode node, String fields) {
        for (String field : BLANKS.split(fields.trim())) {
            JsonNode value = node.at(field.substring(1));
            boolean typed = switch (field.charAt(0)) {
                case '#' -> value.isIntegralNumber();
                case '.' -> value.isFloatingPointNumber();
                default -> value.isTextual();
            };
            assertThat(typed).as("%s, found %s", field, value).isTrue();
        }
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
