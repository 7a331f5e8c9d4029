// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/platform/local_platform.h"
#include "tests/contract/service/service_contract.h"

using namespace studio;
using namespace studio::test;

namespace {

class InProcess final : public ServiceUnderTest
{
public:
    explicit InProcess(const Paths &paths) : m_compiler(paths), m_platform(paths, &m_compiler, &m_client) {}
    ComputeService &service() override { return m_platform; }

private:
    Compiler m_compiler;
    HttpClient m_client;
    LocalPlatform m_platform;
};

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    ServiceContract contract([](const Paths &paths) { return std::make_unique<InProcess>(paths); });
    return QTest::qExec(&contract, argc, argv);
}
