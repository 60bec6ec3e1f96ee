using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Threading.Channels;
using Claudeonomics.Server.Operations;

namespace Claudeonomics.Server.Trust;

/// <summary>Tells the operators' chat of an alarm as it is raised, without a name: who it was is in the access log, whose readers are written down.</summary>
/// <remarks>Tried for half an hour. At most <see cref="MostWaiting"/> wait, and the oldest make place: whoever reads one looks at the log.</remarks>
internal sealed partial class AlarmChannel : BackgroundService
{
    private const int MostWaiting = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan[] Pauses =
        [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(20)];

    private readonly Channel<BulkReading> _waiting = Channel.CreateBounded<BulkReading>(
        new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    // A redirect would take the secret's message to where nobody agreed to.
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = Patience };
    private readonly ServerOptions _options;
    private readonly BulkAlarm _alarm;
    private readonly ILogger<AlarmChannel> _logger;

    public AlarmChannel(BulkAlarm alarm, ServerOptions options, ILogger<AlarmChannel> logger)
    {
        (_alarm, _options, _logger) = (alarm, options, logger);
        if (options.AlarmUrl is not null)
        {
            alarm.Raised += Add;
        }
    }

    public override void Dispose()
    {
        _alarm.Raised -= Add;
        _http.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var reading in _waiting.Reader.ReadAllAsync(stoppingToken))
        {
            var isTold = await TellAsync(reading, stoppingToken);
            for (var attempt = 0; !isTold && attempt < Pauses.Length; attempt++)
            {
                // By the machine's own clock: it is about another machine.
                await Task.Delay(Pauses[attempt], stoppingToken);
                isTold = await TellAsync(reading, stoppingToken);
            }

            if (!isTold)
            {
                LogFailed(Pauses.Length + 1);
            }
        }
    }

    private void Add(BulkReading reading) => _waiting.Writer.TryWrite(reading);

    private async Task<bool> TellAsync(BulkReading reading, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(Write(reading)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } };
        try
        {
            using var answer = await _http.PostAsync(_options.AlarmUrl, content, cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception failure) when (failure is HttpRequestException || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    private byte[] Write(BulkReading reading)
    {
        var where = _options.PublicUrl is { } url ? $"{url.TrimEnd('/')}/audit" : "/audit";
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"Somebody read the figures of {reading.People} people one by one within {BulkAlarm.Window.TotalMinutes:0} minutes, at {reading.At.UtcDateTime:yyyy-MM-dd HH:mm} UTC. An auditor sees who: {where}");
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("text"u8, text);
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    [LoggerMessage(EventId = 7012, Level = LogLevel.Error, Message = "An alarm could not be told in {Attempts} attempts: is Claudeonomics:AlarmUrl right? It is at /audit")]
    private partial void LogFailed(int attempts);
}
