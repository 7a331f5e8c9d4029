// SPDX-License-Identifier: GPL-3.0-or-later
// Any JSON as an answer of a remote gateway or as a line of its streams: each reader gives a value or a failure that
// names what is wrong, and what it gave is written and read again as the same.
#include "core/api_json/api_json.h"
#include "core/api_json/execution_json.h"
#include "core/api_json/invoke_json.h"
#include "core/api_json/state_json.h"
#include "core/store/execution_rows.h"
#include "core/store/store_rows.h"
#include "tests/fuzz/expect.h"

#include <cstdint>

using namespace studio;

namespace {

template <typename T> void expectNamed(const Result<T> &result)
{
    FUZZ_EXPECT(result || (result.error().code == ErrorCode::InvalidArgument && !result.error().message.isEmpty()));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray text(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    (void)errorFrom(500, text);
    (void)panicFrom(QString::fromUtf8(text)); // columns of the store
    (void)detailsFrom(QString::fromUtf8(text));
    (void)linesFrom(text);
    const auto json = parseJson(text);
    if (!json) {
        return 0;
    }
    const AppId id{QStringLiteral("org"), QStringLiteral("app")};
    expectNamed(appFrom(*json, id));
    expectNamed(appsFrom(*json));
    expectNamed(versionFrom(*json, id));
    expectNamed(versionsFrom(*json, id));
    expectNamed(draftFrom(*json, id));
    expectNamed(executionFrom(*json));
    expectNamed(executionPageFrom(*json));
    expectNamed(executionStatsFrom(*json));
    expectNamed(executionLinesFrom(*json));
    expectNamed(appLogLineFrom(*json));
    expectNamed(appLogPageFrom(*json));
    expectNamed(compileLogFrom(*json));
    expectNamed(appStateFrom(*json, id));
    expectNamed(invokeFrameFrom(*json));
    expectNamed(invokeCallFrom(*json));
    return 0;
}
