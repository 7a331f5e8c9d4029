// SPDX-License-Identifier: GPL-3.0-or-later
// The contract of ComputeService through the command line: the real program, one run a call, read as a script reads it.
#include "tests/contract/service/cli_service.h"
#include "tests/contract/service/service_contract.h"

using namespace studio;
using namespace studio::test;

namespace {

class ThroughCommandLine final : public ServiceUnderTest
{
public:
    explicit ThroughCommandLine(const Paths &paths) : m_service(paths) {}
    ComputeService &service() override { return m_service; }
    /// A document is whole. What is written to a person in pieces is in tests/cli/tst_cli_invoke.cpp.
    [[nodiscard]] bool tellsPieces() const override { return false; }

private:
    CliService m_service;
};

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    ServiceContract contract([](const Paths &paths) { return std::make_unique<ThroughCommandLine>(paths); });
    return QTest::qExec(&contract, argc, argv);
}
