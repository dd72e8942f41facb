"""Titles of invented works by kind of contest, names of teams, and what judges write."""

from __future__ import annotations

from typing import Final

Work = tuple[str, str]
"""Title and summary."""

CONTENT: Final[tuple[Work, ...]] = (
    ("Bà kể chuyện làng nghề", "Phim ngắn ba phút về nghề dệt chiếu, lời kể của bà ngoại em."),
    ("Nhật ký một giọt nước", "Truyện tranh số về hành trình của nước từ suối nguồn ra biển."),
    ("Từ điển ký hiệu cho lớp mình", "Bộ video ngắn dạy 60 từ ngôn ngữ ký hiệu để chơi cùng bạn."),
    ("Chợ nổi trong mắt em", "Phóng sự ảnh một buổi sáng ở chợ nổi, kèm bản đồ âm thanh."),
    ("Thư viện dưới gốc đa", "Trang trình bày về tủ sách cộng đồng do học sinh tự quản."),
    ("Bữa cơm không điện thoại", "Hoạt hình tĩnh vật kêu gọi gia đình trò chuyện trong bữa tối."),
    ("Rồng rắn lên mây 2.0", "Trò chơi Scratch đưa đồng dao vào giờ ôn bảng cửu chương."),
    (
        "Ông em học dùng điện thoại",
        "Cẩm nang video giúp người cao tuổi nhận biết cuộc gọi lừa đảo.",
    ),
    ("Giọng nói quê hương", "Podcast năm tập thu tiếng nói các vùng, có phụ đề song ngữ."),
    ("Rác đi đâu về đâu?", "Đồ hoạ chuyển động theo dấu một chai nhựa trong thành phố."),
    ("Mùa nước nổi", "Phim tư liệu về những chuyến đò đưa học sinh đến trường mùa lũ."),
    ("Bảo tàng bỏ túi", "Chuyến tham quan ảo 360 độ nhà truyền thống của xã."),
    ("Vệt nắng trên bản Suối Hoa", "Bộ ảnh kể ngày học của các bạn nội trú vùng cao."),
    ("Chữ Nôm vui vẻ", "Trò chơi ghép bộ thủ chữ Nôm, chạy trên trình duyệt."),
    ("Lời hứa của cây phượng", "Phim hoạt hình về ngôi trường cũ và ba thế hệ học trò."),
    ("Bếp nhà mình an toàn", "Chuỗi tranh hướng dẫn phòng cháy trong bếp cho em nhỏ."),
    ("Tiếng trống hội đình", "Video dựng nhịp trống hội, giải thích ý nghĩa từng hồi trống."),
    ("Mỗi ngày một trang sách", "Chiến dịch đọc sách 30 ngày bằng thẻ hình và câu đố."),
    ("Con đường rợp bóng", "Bản đồ cây xanh quanh trường do lớp em đo và vẽ."),
    ("Nói không với tin giả", "Truyện tranh tương tác: người đọc chọn cách kiểm chứng tin."),
    ("Ước mơ xanh dưới biển", "Phim về rạn san hô và nhóm bạn làm lưới gom rác."),
    ("Học cùng mẹ", "Phóng sự về lớp xoá mù chữ buổi tối ở xã vùng cao."),
    ("Phép màu của hạt lúa", "Hoạt hình giấy cắt về vòng đời cây lúa."),
    ("Sân trường nghìn màu", "Trò chơi phân loại lá cây bằng ảnh chụp quanh sân trường."),
)
AI: Final[tuple[Work, ...]] = (
    ("Mắt lúa – nhận biết bệnh đạo ôn", "Mô hình phân loại ảnh lá lúa chụp bằng điện thoại."),
    ("Tai nghe khu phố", "Nhận biết tiếng ồn vượt ngưỡng và vẽ bản đồ theo giờ."),
    ("Trợ lý đọc đơn thuốc cho ông bà", "Đọc chữ in trên vỏ thuốc và nhắc giờ uống."),
    ("Phát hiện rác trôi sông", "Đếm rác từ camera cầu, cảnh báo khi dòng chảy bị nghẽn."),
    ("Bạn chữ nhỏ", "Nhận xét nét chữ viết tay của học sinh lớp Một."),
    ("Dịch lời hát then", "Chuyển âm thanh tiếng Tày thành phụ đề tiếng Việt."),
    ("Cảnh báo sạt lở bản em", "Dự báo nguy cơ sạt lở từ lượng mưa và độ dốc."),
    ("Phân loại ve chai tự động", "Camera và băng chuyền tách chai nhựa, lon và giấy."),
    ("Nụ cười an toàn", "Phát hiện buồn ngủ khi ngồi học quá lâu, xử lý ngay trên máy."),
    ("Chim về vườn trường", "Nhận tiếng hót của 24 loài chim quanh trường."),
    ("Gợi ý sách cho bạn", "Gợi ý sách thư viện theo sở thích mà không lưu tên người đọc."),
    ("Đèn giao thông biết nhường", "Mô phỏng đèn thích nghi với giờ tan trường."),
    ("Nhận diện biển báo cho xe đạp", "Nhắc biển báo bằng giọng nói tiếng Việt."),
    ("Cô giáo ký hiệu", "Nhận 40 cử chỉ ngôn ngữ ký hiệu qua webcam."),
    ("Ghép mảnh gốm cổ", "Đề xuất vị trí các mảnh gốm vỡ từ ảnh chụp."),
)
ROBOTS: Final[tuple[Work, ...]] = (
    ("Robot thu hoạch sen", "Tay gắp mềm, dò đường bằng hai cảm biến ánh sáng."),
    ("Robot gom phao", "Khung nhôm tái chế, bánh đa hướng tự in 3D."),
    ("Robot chuyển thuốc", "Đỗ chính xác bằng cảm biến siêu âm và con quay."),
    ("Robot phân loại trái cây", "Nhận màu, ba ngăn chứa xoay."),
    ("Robot cứu hộ lũ", "Bánh xích, ưu tiên đường an toàn."),
    ("Robot trồng rừng", "Cơ cấu thả hạt theo nhịp, đếm vòng bánh."),
    ("Robot giao sách", "Nhận thẻ màu của từng lớp, tự quay về kho sách."),
    ("Robot canh đê", "Dò vết nứt bằng camera, gửi vị trí về trạm."),
    ("Robot nhặt bông sen", "Hai tay gắp độc lập, thu gọn trong khối 25 cm."),
    ("Robot dọn bãi biển", "Lưới sàng cát, động cơ giảm tốc bánh rộng."),
    ("Robot leo ruộng bậc thang", "Sáu bánh nối khớp, giữ thăng bằng bằng con quay."),
    ("Robot đưa thư mùa lũ", "Phao gập hai bên, đổi chế độ bánh và chân vịt."),
)
TEAMS: Final = (
    "Sao Khuê", "Thần Nỏ", "Bách Việt", "Lửa Xanh", "Mắt Bão", "Sóng Nhỏ", "Rồng Tre",
    "Cánh Diều", "Hạt Gạo Vàng", "Tia Chớp", "Lạc Hồng", "Ốc Vít", "Chim Lạc", "Mực Ống",
    "Trống Đồng", "Bánh Chưng 4.0", "Cá Hồi", "Đom Đóm", "Hoa Ban", "Voi Con", "Kiến Lửa",
    "Nghé Ọ", "Thuyền Thúng", "Sếu Đầu Đỏ", "Bếp Lửa",
)  # fmt: skip
NOTES: Final = (
    "Chúng em đã sửa phần âm thanh và ghi đủ nguồn tư liệu.",
    "Bản cuối cùng. Tệp thuyết minh nằm trong trang thứ hai.",
    "Nhóm em tự quay và tự thu tiếng, không dùng hình có bản quyền.",
)
PRAISE: Final = (
    "Ý tưởng gần gũi, cách kể mạch lạc. Nên rút ngắn phần mở đầu.",
    "Bố cục đẹp, phối màu có chủ ý; chữ ở trang cuối hơi nhỏ.",
    "Tư liệu tự thu thập rất đáng quý. Cần ghi rõ ngày quay.",
    "Sản phẩm dùng được ngay trong lớp. Chúc mừng các em!",
    "Nhịp dựng tốt, âm thanh còn lẫn tiếng gió ở đoạn giữa.",
    "Các em trả lời tự tin, phân công rõ ràng.",
    "Có đo đạc và so sánh trước – sau, rất thuyết phục.",
)
SHORTCOMING: Final = (
    "Chưa ghi nguồn hai hình ảnh lấy trên mạng.",
    "Thông điệp chưa rõ dành cho ai; hãy chọn một nhóm người xem.",
    "Tiếng nhỏ và rè, khó nghe ở phần giữa.",
    "Mới dừng ở mô tả, chưa có số liệu thử nghiệm.",
)
