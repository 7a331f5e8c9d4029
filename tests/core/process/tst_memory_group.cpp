// SPDX-License-Identifier: GPL-3.0-or-later
// Where a program's cgroup is, as the kernel says it. What happens in a real one is in tst_job.cpp.
#include "core/process/supervisor/memory_group.h"

#include <QByteArray>
#include <QTest>

using namespace studio::supervisor;

class TestMemoryGroup : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void the_folder_of_a_cgroup_data()
    {
        QTest::addColumn<QByteArray>("cgroups");
        QTest::addColumn<QByteArray>("mounts");
        QTest::addColumn<QByteArray>("folder");
        const QByteArray unified = "21 1 0:20 / /proc rw - proc proc rw\n"
                                   "30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n";
        const QByteArray hybrid = "31 30 0:27 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n"
                                  "32 30 0:28 / /sys/fs/cgroup/unified rw - cgroup2 none rw\n";
        const QByteArray none = "31 30 0:27 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n";
        const QByteArray part = "30 23 0:26 /../a /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n";
        QTest::newRow("of a unit") << QByteArray("0::/system.slice/a.service\n") << unified
                                   << QByteArray("/sys/fs/cgroup/system.slice/a.service");
        QTest::newRow("the root") << QByteArray("0::/\n") << unified << QByteArray("/sys/fs/cgroup");
        QTest::newRow("beside version 1")
            << QByteArray("4:memory:/a\n1:name=systemd:/\n0::/b\n") << hybrid << QByteArray("/sys/fs/cgroup/unified/b");
        QTest::newRow("version 1 alone") << QByteArray("4:memory:/a\n") << none << QByteArray();
        QTest::newRow("not mounted") << QByteArray("0::/a\n") << none << QByteArray();
        QTest::newRow("outside of the namespace") << QByteArray("0::/../b\n") << unified << QByteArray();
        QTest::newRow("a part is mounted") << QByteArray("0::/a\n") << part << QByteArray();
        QTest::newRow("nothing") << QByteArray() << QByteArray() << QByteArray();
    }
    void the_folder_of_a_cgroup()
    {
        QFETCH(QByteArray, cgroups);
        QFETCH(QByteArray, mounts);
        QTEST(QByteArray::fromStdString(cgroupFolder(cgroups.toStdString(), mounts.toStdString())), "folder");
    }

    void without_one_nothing_can_be_done()
    {
        MemoryGroup group;
        QVERIFY(!group.isOpen() && !group.enter() && !group.setLimit(1) && !group.hasOomKill());
        group.close();
        std::string path;
        QVERIFY(!MemoryGroups().make(path).isOpen());
        QVERIFY(path.empty());
    }
};

QTEST_GUILESS_MAIN(TestMemoryGroup)
#include "tst_memory_group.moc"
