// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crates/package_graph.h"

#include <QTest>

using namespace studio;
using namespace Qt::StringLiterals;

namespace {

QByteArray package(const QByteArray &id, const QByteArray &name, const QByteArray &version, const QByteArray &more = {})
{
    return R"({"id":")" + id + R"(","name":")" + name + R"(","version":")" + version + R"(","license":"MIT")" + more +
           "}";
}

QByteArray node(const QByteArray &id, const QList<std::pair<QByteArray, QByteArray>> &uses)
{
    QByteArrayList deps;
    for (const auto &[used, kind] : uses) {
        deps << R"({"name":"x","pkg":")" + used + R"(","dep_kinds":[{"kind":)" +
                    (kind.isEmpty() ? QByteArray("null") : '"' + kind + '"') + "}]}";
    }
    return R"({"id":")" + id + R"(","features":["std"],"deps":[)" + deps.join(',') + "]}";
}

QByteArray metadata(const QByteArrayList &packages, const QByteArrayList &nodes)
{
    return R"({"packages":[)" + packages.join(',') + R"(],"resolve":{"root":"r","nodes":[)" + nodes.join(',') + "]}}";
}

/// r uses a (normal), b (dev); a uses c 1; b uses r (a cycle) and c 2; d is of the build script of a.
QByteArray usual()
{
    return metadata({package("r", "root", "0.1.0"), package("a", "a", "1.0.0"), package("b", "b", "1.0.0"),
                     package("c1", "c", "1.0.0"), package("c2", "c", "2.0.0"),
                     package("d", "d", "1.0.0", R"(,"targets":[{"kind":["lib"]},{"kind":["custom-build"]}])")},
                    {node("r", {{"a", ""}, {"b", "dev"}}), node("a", {{"c1", ""}, {"d", "build"}}),
                     node("b", {{"r", ""}, {"c2", ""}}), node("c1", {}), node("c2", {}), node("d", {})});
}

const QByteArray ownParts = R"(,"features":{"default":["x"],"x":[]},"targets":[{"kind":["lib"],"src_path":"/p/l.rs"},)"
                            R"({"kind":["custom-build"],"src_path":"/p/build.rs"},)"
                            R"({"kind":["bin"],"src_path":"/p/b.rs","required-features":["x"]}])";
const QByteArray otherParts = R"(,"features":{"y":[]},"targets":[{"kind":["lib"],"src_path":"/q/l.rs"}])";

QByteArray withRoot(QByteArray text, const QByteArray &root)
{
    return text.replace(R"("root":"r")", R"("root":)" + root);
}

QStringList names(const PackageGraph &graph, const QList<qsizetype> &packages)
{
    QStringList all;
    for (const qsizetype at : packages) {
        all << graph.packages[at].name + u' ' + graph.packages[at].version;
    }
    all.sort();
    return all;
}

} // namespace

class TestPackageGraph : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void what_is_needed_to_compile()
    {
        const auto graph = readPackageGraph(usual());
        QVERIFY2(graph, graph ? "" : qPrintable(graph.error().message));
        QCOMPARE(names(*graph, graph->neededBy(graph->root)),
                 QStringList({u"a 1.0.0"_s, u"c 1.0.0"_s, u"d 1.0.0"_s, u"root 0.1.0"_s}));
        QVERIFY(graph->packages[graph->indexOf(u"d"_s, u"1.0.0"_s)].hasBuildScript);
        QCOMPARE(graph->indexOf(u"d"_s, u"9.0.0"_s), -1);
        QCOMPARE(graph->duplicates(), QStringList()); // c 2 is only for tests
    }

    void the_root_is_found_by_an_id_of_any_length()
    {
        const QByteArray id = "path+file:///" + QByteArray(2'000, 'd') + "#0.1.0";
        const QByteArray text = metadata({package(id, "root", "0.1.0")}, {node(id, {})});
        const auto graph = readPackageGraph(withRoot(text, '"' + id + '"'));
        QVERIFY(graph);
        QCOMPARE(graph->root, 0);
        const auto rootless = readPackageGraph(withRoot(text, "null")); // a workspace without a package of its own
        QVERIFY(rootless);
        QCOMPARE(rootless->root, -1);
    }

    void targets_and_features_are_those_of_the_root()
    {
        const auto graph = readPackageGraph(metadata(
            {package("a", "a", "1.0.0", otherParts), package("r", "root", "0.1.0", ownParts)}, {node("r", {})}));
        QVERIFY2(graph, graph ? "" : qPrintable(graph.error().message));
        QCOMPARE(graph->ownFeatures, QStringList({u"default"_s, u"x"_s}));
        QCOMPARE(graph->ownTargets,
                 QList<PackageTarget>({{.path = u"/p/l.rs"_s, .requiredFeatures = {}},
                                       {.path = u"/p/build.rs"_s, .requiredFeatures = {}, .isBuildScript = true},
                                       {.path = u"/p/b.rs"_s, .requiredFeatures = {u"x"_s}}}));
    }

    void packages_in_several_versions()
    {
        QByteArray text = usual();
        text.replace(R"("kind":"dev")", R"("kind":null)");
        const auto graph = readPackageGraph(text);
        QVERIFY(graph);
        QCOMPARE(graph->duplicates(), QStringList(u"c 1.0.0, 2.0.0"_s));
        QCOMPARE(graph->neededBy(graph->root).size(), 6); // in spite of the cycle
    }

    void what_is_no_metadata_is_an_error_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("HTML") << QByteArray("<html>");
        QTest::newRow("another shape") << QByteArray(R"({"packages":{}})");
        QTest::newRow("no resolve") << QByteArray(R"({"packages":[]})");
        QTest::newRow("a name of another type") << QByteArray(R"({"packages":[{"id":"a","name":1,"version":"1"}]})");
    }
    void what_is_no_metadata_is_an_error()
    {
        QFETCH(QByteArray, text);
        const auto graph = readPackageGraph(text);
        QVERIFY(!graph && graph.error().code == ErrorCode::Internal);
    }

    void an_edge_to_nowhere_is_left_out()
    {
        const auto graph = readPackageGraph(metadata({package("r", "root", "0.1.0")}, {node("r", {{"gone", ""}})}));
        QVERIFY(graph);
        QVERIFY(graph->packages[graph->root].uses.isEmpty());
    }

    void a_crate_with_very_many_features_is_bounded()
    {
        QByteArrayList features;
        for (int i = 0; i < 10'000; ++i) {
            features << "\"f" + QByteArray::number(i) + '"';
        }
        QByteArray text = metadata({package("r", "root", "0.1.0")}, {node("r", {})});
        text.replace("\"std\"", features.join(','));
        const auto graph = readPackageGraph(text);
        QVERIFY(graph);
        QCOMPARE(graph->packages[graph->root].features.size(), 2'000);
    }

    void very_many_packages_are_bounded()
    {
        QByteArrayList packages{package("r", "root", "0.1.0")};
        for (int i = 0; i < 12'000; ++i) {
            packages << package("p" + QByteArray::number(i), "p", "1.0.0");
        }
        const auto graph = readPackageGraph(metadata(packages, {node("r", {})}));
        QVERIFY(graph);
        QCOMPARE(graph->packages.size(), 10'000);
    }
};

QTEST_GUILESS_MAIN(TestPackageGraph)
#include "tst_package_graph.moc"
