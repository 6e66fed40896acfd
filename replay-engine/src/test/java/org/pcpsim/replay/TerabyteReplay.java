package org.pcpsim.replay;

import java.io.IOException;
import java.util.List;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.model.Models;
import org.pcpsim.model.TestMachines;
import org.pcpsim.result.ModelResult;
import org.pcpsim.result.ReplayResult;

/** A program: touches 1 GiB of a machine of 1 TiB page by page, in every model; for tests of how much memory that takes. */
final class TerabyteReplay {
    /** Pages of 1 GiB. */
    static final int TOUCHED = 1 << 18;

    private TerabyteReplay() {}

    /** Prints, for each model, the blocks that are not free at the peak. */
    public static void main(String[] arguments) throws IOException {
        Machine machine = TestMachines.oneZone(KernelProfile.V7_0, 4, 1L << 28, 63, 988, 28_900);
        HandTrace trace = new HandTrace().allocs(0, 1 << 20, TOUCHED);
        ReplayResult result = new Replay(ReplayOptions.of(
                        machine, Models.all().stream().map(ModelChoice::of).toList()))
                .run(trace.reader());
        for (ModelResult model : List.copyOf(result.models())) {
            var blocks = model.figures().orElseThrow().blocks().end();
            System.out.println(blocks.total() + " " + (blocks.total() - blocks.free()));
        }
    }
}
