// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of the invoke pane and of its payload.
#include "core/schema/handler_types.h"
#include "tests/support/function_invoker.h"
#include "tests/ui/pictures/pane_pictures.h"
#include "ui/invoke/invoke_pane.h"
#include "ui/invoke/payload_editor.h"
#include "ui/invoke/payload_form.h"
#include "ui/invoke/payload_view.h"

#include <QToolButton>

using namespace Qt::StringLiterals;

namespace studio::test {

namespace {

constexpr QSize right{380, 460};

Invocation answer(int status, const QByteArray &body)
{
    Invocation call;
    call.executionId = u"019b7d3a-5c00-7000-8000-000000000001"_s;
    call.response.status = status;
    call.response.reason = status == 200 ? "OK" : "Internal Server Error";
    call.response.headers = {{"content-type", "application/json"}};
    call.response.body = body;
    call.timings = {.connected = 100, .firstByte = 1'300, .total = 1'400};
    call.handlerUs = 400;
    call.coldStart = true;
    call.startUs = 900;
    return call;
}

/// `answer` fails with its sentence, or is what the handler gives; nothing is sent without one.
/// `shownAs`: the switch that is pressed then.
PanePicture invoke(const QString &state, const std::optional<Result<Invocation>> &answer, const QString &path = u"/"_s,
                   const QString &shownAs = {})
{
    return {u"invoke-"_s + state, right, [=] {
                auto pane = paneCalling([answer](FunctionInvoker::Call call) -> Task<Invocation> {
                    auto given = *answer;
                    if (given) {
                        given->request = std::move(call.request);
                    }
                    co_return given;
                });
                pane->setRequest({.method = "POST", .target = path.toUtf8(), .headers = {}, .body = {}});
                pane->setPayload("{\n  \"message\": \"hi there\"\n}");
                QObject::connect(pane.get(), &InvokePane::responseShown, pane.get(), [shownAs, pane = pane.get()] {
                    for (QToolButton *const button : pane->findChildren<QToolButton *>()) {
                        if (!shownAs.isEmpty() && button->text() == shownAs) {
                            button->setChecked(true);
                        }
                    }
                });
                if (answer) {
                    pane->sendNow();
                }
                return pane;
            }};
}

/// The payload by the types of a handler, as text or as a form.
PanePicture payload(const QString &state, const QByteArray &text, bool isForm, bool isTyped = true)
{
    static const QString source =
        u"#[derive(Deserialize)]\nstruct Order {\n    /// Who buys.\n    customer: String,\n    count: u8,\n    "
        u"note: Option<String>,\n    urgent: bool,\n    size: Size,\n    items: Vec<Item>,\n    to: Option<Item>,\n}\n"
        u"#[derive(Deserialize)]\nenum Size { Small, Large }\n#[derive(Deserialize)]\nstruct Item { article: String, "
        u"cents: u64 }\nfn handler(req: Request) { let order: Order = req.body()?; }\n"_s;
    return {u"payload-"_s + state,
            {380, 400},
            [=] {
                auto editor = std::make_unique<PayloadEditor>();
                editor->setSchema(isTyped ? JsonSchema(handlerInputSchema({{u"src/lib.rs"_s, source}})) : JsonSchema());
                editor->setPayload(text);
                editor->setFormShown(isForm);
                return editor;
            },
            [isForm, isTyped](QWidget *pane) {
                auto *const editor = qobject_cast<PayloadEditor *>(pane);
                return !isTyped ||
                       (isForm ? !editor->form()->rows().isEmpty() : !editor->editor()->extraSelections().isEmpty());
            }};
}

} // namespace

QList<PanePicture> invokePictures()
{
    const QString longWord = u"a_name_that_is_much_longer_than_what_there_is_room_for_"_s.repeated(3);
    const QByteArray people = R"([{"id": 1, "name": "Ada", "langs": ["Rust"]}, {"id": 2, "name": null, "langs": []}])";
    const Error refused{ErrorCode::Unavailable,
                        u"The handler did not become ready within 5 s. Its last line on stderr was: no port."_s,
                        {}};
    return {
        invoke(u"empty"_s, {}),
        invoke(u"filled"_s, Result<Invocation>(answer(200, R"({"message": "hi there", "execution_id": "0198f3c4"})"))),
        invoke(u"long"_s, Result<Invocation>(answer(200, "\"" + longWord.toUtf8().repeated(4) + "\"")),
               u"/"_s + longWord),
        invoke(u"error"_s, Result<Invocation>(std::unexpected(refused))),
        invoke(u"tree"_s, Result<Invocation>(answer(200, people)), u"/"_s, u"Tree"_s),
        invoke(u"table"_s, Result<Invocation>(answer(200, people)), u"/"_s, u"Table"_s),
        payload(u"form"_s,
                R"({"customer": "Ada", "count": 2, "size": "Large", "items": [{"article": "tea", "cents": 450}]})",
                true),
        payload(u"misfit"_s,
                "{\n  \"customer\": 7,\n  \"count\": 300,\n  \"urgent\": true,\n  \"size\": \"Huge\",\n  "
                "\"items\": []\n}",
                false),
        payload(u"untyped"_s, "{}", true, false),
    };
}

} // namespace studio::test
