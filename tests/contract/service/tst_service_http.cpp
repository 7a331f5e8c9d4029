// SPDX-License-Identifier: GPL-3.0-or-later
// The contract of ComputeService over HTTP: a RemotePlatform at a real gateway.
#include "core/gateway/gateway.h"
#include "core/invocation/http_client.h"
#include "core/local/local_platform.h"
#include "core/remote/remote_platform.h"
#include "tests/contract/service/service_contract.h"

using namespace studio;
using namespace studio::test;

namespace {

class OverHttp final : public ServiceUnderTest
{
public:
    explicit OverHttp(const Paths &paths) : m_compiler(paths), m_local(paths, &m_compiler, &m_client)
    {
        auto gateway = Gateway::start(
            &m_local, nullptr, {.token = "token-of-the-test", .temporaryFolder = paths.data + QStringLiteral("/up")});
        if (!gateway) {
            qFatal("%s", qPrintable(gateway.error().message));
        }
        m_gateway = std::move(*gateway);
        Paths own = paths;
        own.data.clear(); // it has no store of its own
        m_remote = std::make_unique<RemotePlatform>(
            QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_gateway->port())),
            []() -> Task<QByteArray> { co_return QByteArray("token-of-the-test"); }, own);
    }
    ComputeService &service() override { return *m_remote; }

private:
    Compiler m_compiler;
    HttpClient m_client;
    LocalPlatform m_local;
    std::unique_ptr<Gateway> m_gateway;
    std::unique_ptr<RemotePlatform> m_remote;
};

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    ServiceContract contract([](const Paths &paths) { return std::make_unique<OverHttp>(paths); });
    return QTest::qExec(&contract, argc, argv);
}
