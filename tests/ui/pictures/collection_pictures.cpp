// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of saved requests: their list, their environments, and one that is edited.
#include "tests/support/function_invoker.h"
#include "tests/ui/pictures/pane_pictures.h"
#include "ui/collection/environments_dialog.h"
#include "ui/collection/requests_pane.h"

#include <QAction>
#include <QLineEdit>
#include <QTabBar>

using namespace Qt::StringLiterals;

namespace studio::test {

namespace {

using namespace collection;

constexpr QSize low{900, 230};
constexpr QSize tall{380, 460};

SavedRequest savedRequest(const QString &path, const QString &name, const QString &method, const QString &url)
{
    SavedRequest made;
    made.path = path;
    made.name = name;
    made.method = method;
    made.url = url;
    return made;
}

std::shared_ptr<const Collection> shop()
{
    Collection made;
    Folder orders;
    orders.path = u"orders"_s;
    orders.name = u"Orders"_s;
    orders.requests = {
        savedRequest(u"orders/create.yml"_s, u"Create an order"_s, u"POST"_s, u"/orders?kind={{kind}}"_s),
        savedRequest(u"orders/get.yml"_s, u"Read it again"_s, u"GET"_s, u"/orders/{{id}}"_s),
        savedRequest(u"orders/long.yml"_s, u"All orders of a customer with a name that is longer than its column"_s,
                     u"GET"_s, u"https://shop.example/customers/{{customer}}/orders?sort=newest&page={{page}}"_s)};
    made.root.folders << orders;
    made.root.requests << savedRequest(u"health.yml"_s, u"Health"_s, u"GET"_s, u"/health"_s);
    made.environments = {{.path = {}, .name = u"local"_s, .variables = {}, .others = {}}};
    return std::make_shared<const Collection>(std::move(made));
}

RequestOutcome outcomeOf(const QString &path, RequestOutcome::Verdict verdict, int status, qint64 microseconds,
                         const QList<CheckResult> &checks, const QString &error = {})
{
    return {.path = path,
            .name = {},
            .verdict = verdict,
            .checks = checks,
            .error = error,
            .status = status,
            .executionId = {},
            .microseconds = microseconds};
}

PanePicture requests(const QString &state, const std::function<void(RequestsPane *)> &fill)
{
    return {u"requests-"_s + state, low, [fill] {
                auto pane = std::make_unique<RequestsPane>();
                pane->setActions({new QAction(u"Save the request…"_s, pane.get())});
                pane->setProjectOpen(true);
                fill(pane.get());
                return pane;
            }};
}

void run(RequestsPane *pane)
{
    pane->setEnvironment(u"local"_s);
    pane->beginRun(3);
    pane->addOutcome(outcomeOf(u"orders/create.yml"_s, RequestOutcome::Failed, 200, 1'420,
                               {{.text = u"capture id from res.body.id"_s, .holds = true, .message = {}},
                                {.text = u"res.status eq 201"_s, .holds = false, .message = u"it is 200"_s}}));
    pane->addOutcome(outcomeOf(u"orders/get.yml"_s, RequestOutcome::Passed, 200, 380,
                               {{.text = u"res.status eq 200"_s, .holds = true, .message = {}}}));
    pane->addOutcome(
        outcomeOf(u"orders/long.yml"_s, RequestOutcome::Unanswered, 0, 0, {}, u"There is no variable “customer”."_s));
}

PanePicture environments()
{
    return {u"environments-filled"_s, {640, 320}, [] {
                Environment local{.path = {}, .name = u"local"_s, .variables = {}, .others = {}};
                local.variables = {{.name = u"kind"_s, .value = u"fruit"_s},
                                   {.name = u"page"_s, .value = u"1"_s, .isDisabled = true},
                                   {.name = u"token"_s, .isSecret = true},
                                   {.name = u"password"_s, .isSecret = true}};
                auto dialog = std::make_unique<EnvironmentsDialog>(QList<Environment>{local}, u"local"_s);
                dialog->setSecrets(u"local"_s, {{u"token"_s, u"which is not shown"_s}});
                return dialog;
            }};
}

PanePicture savedInPane()
{
    return {u"invoke-saved"_s, tall, [] {
                auto pane = paneCalling([](FunctionInvoker::Call) -> Task<Invocation> { co_return cancelled(); });
                SavedRequest request =
                    savedRequest(u"orders/create.yml"_s, u"Create an order"_s, u"POST"_s, u"/orders?kind={{kind}}"_s);
                request.body = {.kind = Body::Json, .data = u"{\"item\": 7}"_s};
                request.captures = {{.expression = u"res.body.id"_s, .variable = u"id"_s}};
                request.assertions = {
                    {.expression = u"res.status"_s, .operatorName = u"eq"_s, .value = u"201"_s},
                    {.expression = u"res.body.total"_s, .operatorName = u"gt"_s, .value = u"5"_s, .isDisabled = true}};
                pane->setSaved(request);
                request.url = u"/orders"_s;
                pane->setEdited(request);
                pane->findChild<QTabBar *>(u"requestTabs"_s)->setCurrentIndex(3);
                return pane;
            }};
}

} // namespace

QList<PanePicture> collectionPictures()
{
    return {
        requests(u"empty"_s, [](RequestsPane *) {}),
        requests(u"filled"_s,
                 [](RequestsPane *pane) {
                     pane->setCollection(
                         shop(), {{.path = u"orders/old.yml"_s, .line = 7, .message = u"a merge conflict"_s}}, {});
                     run(pane);
                     pane->endRun(Result<RunOutcome>(std::unexpected(
                         Error{ErrorCode::Cancelled, u"Cancelled."_s, {}}))); // its time is another one each time
                 }),
        requests(u"error"_s,
                 [](RequestsPane *pane) {
                     pane->setCollection(std::make_shared<const Collection>(), {},
                                         Error{ErrorCode::InvalidArgument,
                                               u"opencollection.yml, line 2: there is a merge conflict."_s,
                                               {}});
                 }),
        environments(),
        savedInPane(),
    };
}

} // namespace studio::test
