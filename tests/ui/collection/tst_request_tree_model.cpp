// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/random_values.h"
#include "ui/collection/request_tree_model.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace studio;
using namespace studio::collection;
using namespace studio::test;
using namespace Qt::StringLiterals;

class TestRequestTreeModel : public QObject
{
    Q_OBJECT

    std::unique_ptr<RequestTreeModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester; ///< breaks the rules of models as they are broken

    static SavedRequest request(const QString &path, const QString &name)
    {
        SavedRequest made;
        made.path = path;
        made.name = name;
        made.url = u"/"_s + name;
        return made;
    }
    static std::shared_ptr<const Collection> shop()
    {
        Collection made;
        Folder orders;
        orders.path = u"orders"_s;
        orders.name = u"Orders"_s;
        orders.requests = {request(u"orders/create.yml"_s, u"Create"_s), request(u"orders/list.yml"_s, u"List"_s)};
        orders.requests[0].tags = {u"smoke"_s};
        Folder empty;
        empty.path = u"empty"_s;
        empty.name = u"Empty"_s;
        made.root.folders = {orders, empty};
        made.root.requests = {request(u"health.yml"_s, u"Health"_s)};
        return std::make_shared<const Collection>(std::move(made));
    }
    static RequestOutcome outcome(const QString &path, bool holds)
    {
        return {.path = path,
                .name = {},
                .verdict = holds ? RequestOutcome::Passed : RequestOutcome::Failed,
                .checks = {{.text = u"res.status eq 200"_s, .holds = true, .message = {}},
                           {.text = u"res.body.id isDefined"_s, .holds = holds, .message = u"it is undefined"_s}},
                .error = {},
                .status = 200,
                .executionId = {},
                .microseconds = 1'400};
    }
    [[nodiscard]] QStringList rows(const QModelIndex &parent = {}) const
    {
        QStringList all;
        for (int row = 0; row < m_model->rowCount(parent); ++row) {
            const QModelIndex index = m_model->index(row, 0, parent);
            all << index.data().toString();
            for (const QString &below : rows(index)) {
                all << u"> "_s + below;
            }
        }
        return all;
    }
    [[nodiscard]] QString text(const QString &path, RequestTreeModel::Column column) const
    {
        return m_model->find(path).siblingAtColumn(column).data().toString();
    }

private Q_SLOTS:
    void init()
    {
        m_model = std::make_unique<RequestTreeModel>();
        m_tester = std::make_unique<QAbstractItemModelTester>(m_model.get());
        m_model->setCollection(shop());
    }
    void cleanup() { m_tester.reset(); }

    void rows_stand_in_the_order_of_the_collection()
    {
        QCOMPARE(rows(), QStringList({u"Orders"_s, u"> Create"_s, u"> List"_s, u"Empty"_s, u"Health"_s}));
        QCOMPARE(text(u"orders/list.yml"_s, RequestTreeModel::Url), u"/List"_s);
        QCOMPARE(m_model->folderOf(m_model->find(u"orders/list.yml"_s)), u"orders"_s);
        QCOMPARE(m_model->folderOf(m_model->find(u"orders"_s)), u"orders"_s);
        QCOMPARE(m_model->folderOf({}), QString());
        QVERIFY(m_model->isFolder(m_model->find(u"empty"_s)));
    }

    void a_filter_leaves_what_has_all_its_words_data()
    {
        QTest::addColumn<QString>("filter");
        QTest::addColumn<QStringList>("left");
        QTest::newRow("name") << u"LIST"_s << QStringList({u"Orders"_s, u"> List"_s});
        QTest::newRow("path") << u"orders"_s << QStringList({u"Orders"_s, u"> Create"_s, u"> List"_s});
        QTest::newRow("tag and method") << u"get smoke"_s << QStringList({u"Orders"_s, u"> Create"_s});
        QTest::newRow("two words") << u"orders health"_s << QStringList();
        QTest::newRow("none") << u"xyz"_s << QStringList();
        QTest::newRow("blank") << u"  "_s
                               << QStringList({u"Orders"_s, u"> Create"_s, u"> List"_s, u"Empty"_s, u"Health"_s});
    }
    void a_filter_leaves_what_has_all_its_words()
    {
        QFETCH(QString, filter);
        QFETCH(QStringList, left);
        m_model->setFilter(filter);
        QCOMPARE(rows(), left);
        m_model->setFilter({});
        QCOMPARE(rows().size(), 5);
    }

    void a_filter_stays_while_the_collection_is_read_again()
    {
        m_model->setFilter(u"list"_s);
        m_model->setCollection(shop());
        QCOMPARE(rows(), QStringList({u"Orders"_s, u"> List"_s}));
    }

    void an_outcome_stands_at_its_request()
    {
        m_model->setOutcome(outcome(u"orders/create.yml"_s, false));
        QCOMPARE(text(u"orders/create.yml"_s, RequestTreeModel::Result), u"200 · 1 of 2 passed"_s);
        QCOMPARE(text(u"orders/create.yml"_s, RequestTreeModel::Time), u"1.4 ms"_s);
        const QModelIndex request = m_model->find(u"orders/create.yml"_s);
        QCOMPARE(m_model->rowCount(request), 2);
        const QModelIndex check = m_model->index(1, 0, request);
        QCOMPARE(check.data().toString(), u"res.body.id isDefined"_s);
        QCOMPARE(check.siblingAtColumn(RequestTreeModel::Result).data().toString(), u"it is undefined"_s);
        QCOMPARE(m_model->path(check), QString());
        QCOMPARE(m_model->folderOf(check), u"orders"_s);
        m_model->setOutcome(outcome(u"orders/create.yml"_s, true));
        QCOMPARE(text(u"orders/create.yml"_s, RequestTreeModel::Result), u"200 · 2 of 2 passed"_s);
        m_model->clearOutcomes();
        QCOMPARE(text(u"orders/create.yml"_s, RequestTreeModel::Result), QString());
        QCOMPARE(m_model->rowCount(m_model->find(u"orders/create.yml"_s)), 0);
    }

    void outcomes_stay_while_it_is_filtered_and_read_again()
    {
        m_model->setFilter(u"health"_s);
        m_model->setOutcome(outcome(u"orders/create.yml"_s, true)); // which is not shown
        m_model->setFilter({});
        QCOMPARE(m_model->rowCount(m_model->find(u"orders/create.yml"_s)), 2);
        m_model->setCollection(shop());
        QCOMPARE(m_model->rowCount(m_model->find(u"orders/create.yml"_s)), 2);
    }

    void whatever_is_done_in_any_order_keeps_the_rules_of_models()
    {
        RandomValues values(7);
        const QStringList paths{u"orders/create.yml"_s, u"orders/list.yml"_s, u"health.yml"_s, u"gone.yml"_s};
        for (int step = 0; step < 400; ++step) {
            switch (values.below(5)) {
            case 0:
                m_model->setFilter(values.oneOf(QStringList{u"o"_s, u"list"_s, QString(), u"x y"_s, u"smoke"_s}));
                break;
            case 1:
                m_model->setCollection(values.boolean() ? shop() : std::make_shared<const Collection>());
                break;
            case 2:
                m_model->clearOutcomes();
                break;
            default:
                m_model->setOutcome(outcome(values.oneOf(paths), values.boolean()));
            }
            for (const QString &path : paths) {
                const QModelIndex index = m_model->find(path);
                QVERIFY(!index.isValid() || m_model->path(index) == path);
            }
        }
    }
};

QTEST_MAIN(TestRequestTreeModel)
#include "tst_request_tree_model.moc"
