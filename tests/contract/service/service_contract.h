// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/compute_service.h"
#include "tests/core/compiler/compile_helpers.h"

#include <QTest>

namespace studio::test {

/// A way to reach a ComputeService: in process, over HTTP, through the command line.
class ServiceUnderTest
{
public:
    virtual ~ServiceUnderTest() = default;
    virtual ComputeService &service() = 0;
    /// Whether an answer is told as it comes, its head first.
    [[nodiscard]] virtual bool tellsPieces() const { return true; }
};

/// Makes one whose apps and records are below `paths.data`, which is empty.
using ServiceFactory = std::function<std::unique_ptr<ServiceUnderTest>(const Paths &paths)>;

/// What holds for every ComputeService, in whatever way it is reached, with the handler tests/data/handlers/passing.
/// Each function stands for itself: what it needs of the app `passing` is made before it where it is missing, and what
/// it counts it counts before and after.
class ServiceContract : public QObject
{
    Q_OBJECT

public:
    explicit ServiceContract(ServiceFactory factory) : m_factory(std::move(factory)) {}

private Q_SLOTS:
    void initTestCase();
    void init(); ///< the app `passing` is there, with two versions, of which the first is active

    void an_app_is_created_listed_changed_and_notified();
    void what_is_not_there_or_cannot_be_is_said_with_its_code();
    void nothing_is_published_before_its_compile();
    void a_draft_is_saved_once_and_known_again();
    void a_compile_tells_its_lines_and_keeps_its_log();
    void publishing_freezes_the_draft();
    void rolling_back_repoints();
    void code_comes_back_byte_for_byte();

    void a_call_reaches_the_handler_as_it_was_given();
    void method_and_headers_reach_the_handler();
    void versions_and_the_draft_can_be_called();
    void an_answer_comes_in_pieces();
    void lines_of_a_call_are_streamed_and_kept();
    void failures_of_the_handler_are_answers();
    void a_header_about_the_connection_mixes_up_no_answers();
    void an_answer_that_breaks_off_has_the_reason();
    void a_body_beyond_the_limit_is_an_answer_and_a_record();
    void a_call_can_be_stopped();
    void a_call_can_be_left_alone();
    void records_are_listed_searched_counted_and_deleted();
    void an_app_is_deleted_with_all_that_it_had();

private:
    /// Of this name, with nothing in it.
    [[nodiscard]] Result<AppId> freshApp(const QString &name) const;
    [[nodiscard]] ComputeService &service() const { return m_under->service(); }
    [[nodiscard]] Result<Invocation> call(const QByteArray &target, const QByteArray &body = {},
                                          InvokeTarget which = {}, InvokeObserver observer = {},
                                          std::stop_token stop = {}) const;

    ServiceFactory m_factory;
    QTemporaryDir m_folder;
    Paths m_paths;
    std::unique_ptr<ServiceUnderTest> m_under;
    AppId m_id{QStringLiteral("org"), QStringLiteral("passing")};
    QByteArray m_codeHash; ///< of passing's draft and versions
    bool m_isMade = false; ///< passing
};

} // namespace studio::test
