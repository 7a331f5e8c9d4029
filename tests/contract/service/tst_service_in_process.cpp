// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/invocation/http_client.h"
#include "core/local/local_platform.h"
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
    QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 1) { // backwards, to see that none needs another one before it
        const QMetaObject &functions = ServiceContract::staticMetaObject;
        for (int i = functions.methodCount() - 1; i >= functions.methodOffset(); --i) {
            const QString name = QString::fromLatin1(functions.method(i).name());
            if (name != QLatin1String("init") && name != QLatin1String("initTestCase")) {
                arguments << name;
            }
        }
    }
    return QTest::qExec(&contract, arguments);
}
