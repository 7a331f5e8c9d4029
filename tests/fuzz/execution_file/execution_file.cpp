// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as the manifest and the record of an exported execution: it is read, or refused with a sentence. The two
// are divided by the first line that is a dash.
#include "core/replay/execution_file.h"

#include "core/replay/answer_comparison.h"
#include "tests/fuzz/expect.h"

#include <cstdint>

using namespace studio;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray all(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    const qsizetype at = all.indexOf("\n-\n");
    const auto file = readExecutionManifest(at < 0 ? all : all.first(at), at < 0 ? QByteArray() : all.sliced(at + 3));
    FUZZ_EXPECT(file || !file.error().message.isEmpty());
    if (file) {
        FUZZ_EXPECT(file->code.isEmpty() == file->codeHash.isEmpty());
        FUZZ_EXPECT(file->code.isEmpty() || file->code == QLatin1String("code.zip") ||
                    file->code == QLatin1String("code.tar.gz"));
        FUZZ_EXPECT(!file->folder && file->memoryMb >= 0 && file->timeoutSecs >= 0);
        Invocation again;
        again.executionId = file->execution.id;
        again.response = file->execution.response;
        FUZZ_EXPECT(compareAnswers(file->execution, again).isSame());
    }
    return 0;
}
